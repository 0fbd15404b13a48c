"""The labelling bench: a page on this machine, on which a person labels the documents of a set.

`summarizer label` starts it. What is labelled is a draft in the form that evals/README.md describes,
one file a document; every change is checked by the models and rules that build fixtures from drafts.
"""
