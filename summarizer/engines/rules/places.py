"""The world's standing geography: countries with their demonyms and capitals.

A capital, like a seat of government, may stand for its government (metonymy): "Washington withdrew".
"""

from __future__ import annotations

# country|demonyms|capital; further names of a country after "=".
_TABLE = """
Afghanistan|Afghan|Kabul;Albania|Albanian|Tirana;Algeria|Algerian|Algiers;Angola|Angolan|Luanda
Argentina|Argentine Argentinian|Buenos Aires;Armenia|Armenian|Yerevan;Australia|Australian|Canberra
Austria|Austrian|Vienna;Azerbaijan|Azerbaijani|Baku;Bahrain|Bahraini|Manama;Bangladesh|Bangladeshi|Dhaka
Belarus|Belarusian|Minsk;Belgium|Belgian|Brussels;Benin|Beninese|Porto-Novo;Bhutan|Bhutanese|Thimphu
Bolivia|Bolivian|La Paz;Bosnia=Bosnia and Herzegovina|Bosnian|Sarajevo;Botswana|Botswanan|Gaborone
Brazil|Brazilian|Brasilia;Bulgaria|Bulgarian|Sofia;Burkina Faso|Burkinabe|Ouagadougou
Burundi|Burundian|Bujumbura;Cambodia|Cambodian|Phnom Penh;Cameroon|Cameroonian|Yaounde
Canada|Canadian|Ottawa;Chad|Chadian|N'Djamena;Chile|Chilean|Santiago
China=People's Republic of China|Chinese|Beijing;Colombia|Colombian|Bogota
Congo=Democratic Republic of Congo=DRC|Congolese|Kinshasa;Costa Rica|Costa Rican|San Jose
Croatia|Croatian|Zagreb;Cuba|Cuban|Havana;Cyprus|Cypriot|Nicosia;Czech Republic=Czechia|Czech|Prague
Denmark|Danish Dane|Copenhagen;Djibouti|Djiboutian|;Dominican Republic|Dominican|Santo Domingo
Ecuador|Ecuadorian|Quito;Egypt|Egyptian|Cairo;El Salvador|Salvadoran|San Salvador;Eritrea|Eritrean|Asmara
Estonia|Estonian|Tallinn;Ethiopia|Ethiopian|Addis Ababa;Fiji|Fijian|Suva;Finland|Finnish Finn|Helsinki
France|French|Paris;Gabon|Gabonese|Libreville;Gambia|Gambian|Banjul;Germany|German|Berlin
Ghana|Ghanaian|Accra;Greece|Greek|Athens;Guatemala|Guatemalan|Guatemala City;Guinea|Guinean|Conakry
Haiti|Haitian|Port-au-Prince;Honduras|Honduran|Tegucigalpa;Hungary|Hungarian|Budapest
Iceland|Icelandic Icelander|Reykjavik;India|Indian|New Delhi=Delhi;Indonesia|Indonesian|Jakarta
Iran|Iranian|Tehran=Teheran;Iraq|Iraqi|Baghdad;Ireland|Irish|Dublin;Israel|Israeli|Jerusalem=Tel Aviv
Italy|Italian|Rome;Ivory Coast|Ivorian|Abidjan;Jamaica|Jamaican|Kingston;Japan|Japanese|Tokyo
Jordan|Jordanian|Amman;Kazakhstan|Kazakh|Astana;Kenya|Kenyan|Nairobi;Kosovo|Kosovar|Pristina
Kuwait|Kuwaiti|Kuwait City;Kyrgyzstan|Kyrgyz|Bishkek;Laos|Laotian|Vientiane;Latvia|Latvian|Riga
Lebanon|Lebanese|Beirut;Lesotho|Basotho|Maseru;Liberia|Liberian|Monrovia;Libya|Libyan|Tripoli
Lithuania|Lithuanian|Vilnius;Luxembourg|Luxembourger|;Madagascar|Malagasy|Antananarivo
Malawi|Malawian|Lilongwe;Malaysia|Malaysian|Kuala Lumpur;Mali|Malian|Bamako;Malta|Maltese|Valletta
Mauritania|Mauritanian|Nouakchott;Mexico|Mexican|Mexico City;Moldova|Moldovan|Chisinau
Mongolia|Mongolian|Ulaanbaatar;Montenegro|Montenegrin|Podgorica;Morocco|Moroccan|Rabat
Mozambique|Mozambican|Maputo;Myanmar=Burma|Burmese|Naypyidaw=Yangon;Namibia|Namibian|Windhoek
Nepal|Nepali Nepalese|Kathmandu;Netherlands=Holland|Dutch|Amsterdam=The Hague
New Zealand|New Zealander|Wellington;Nicaragua|Nicaraguan|Managua;Niger|Nigerien|Niamey
Nigeria|Nigerian|Abuja;North Korea=DPRK|North Korean|Pyongyang
North Macedonia=Macedonia|Macedonian|Skopje;Norway|Norwegian|Oslo;Oman|Omani|Muscat
Pakistan|Pakistani|Islamabad;Palestine|Palestinian|Ramallah;Panama|Panamanian|Panama City
Papua New Guinea|Papuan|Port Moresby;Paraguay|Paraguayan|Asuncion;Peru|Peruvian|Lima
Philippines|Filipino Philippine|Manila;Poland|Polish Pole|Warsaw;Portugal|Portuguese|Lisbon
Qatar|Qatari|Doha;Romania|Romanian|Bucharest;Russia=Russian Federation|Russian|Moscow
Rwanda|Rwandan|Kigali;Saudi Arabia=Kingdom of Saudi Arabia|Saudi|Riyadh;Senegal|Senegalese|Dakar
Serbia|Serbian Serb|Belgrade;Sierra Leone|Sierra Leonean|Freetown;Singapore|Singaporean|
Slovakia|Slovak|Bratislava;Slovenia|Slovenian|Ljubljana;Somalia|Somali|Mogadishu
South Africa|South African|Pretoria=Cape Town;South Korea=Republic of Korea|South Korean|Seoul
South Sudan|South Sudanese|Juba;Soviet Union=USSR|Soviet|;Spain|Spanish Spaniard|Madrid
Sri Lanka|Sri Lankan|Colombo;Sudan|Sudanese|Khartoum;Sweden|Swedish Swede|Stockholm
Switzerland|Swiss|Bern;Syria|Syrian|Damascus;Taiwan|Taiwanese|Taipei;Tajikistan|Tajik|Dushanbe
Tanzania|Tanzanian|Dodoma;Thailand|Thai|Bangkok;Togo|Togolese|Lome;Tunisia|Tunisian|Tunis
Turkey=Türkiye|Turkish Turk|Ankara;Turkmenistan|Turkmen|Ashgabat;Uganda|Ugandan|Kampala
Ukraine|Ukrainian|Kyiv=Kiev;United Arab Emirates=UAE=U.A.E.|Emirati|Abu Dhabi
United Kingdom=UK=U.K.=Britain=Great Britain|British Briton|London
United States=US=U.S.=USA=U.S.A.=United States of America=America|American|Washington=Washington DC
Uruguay|Uruguayan|Montevideo;Uzbekistan|Uzbek|Tashkent;Vatican=Holy See|Vatican|Vatican City
Venezuela|Venezuelan|Caracas;Vietnam|Vietnamese|Hanoi;Yemen|Yemeni|Sanaa=Aden;Zambia|Zambian|Lusaka
Zimbabwe|Zimbabwean|Harare;Yugoslavia|Yugoslav|;East Germany|East German|
Scotland|Scottish Scot|Edinburgh;Wales|Welsh|Cardiff;England||
"""

COUNTRIES: dict[str, str] = {}
"""Every name of a country to the first: "US" to "United States"."""
DEMONYMS: dict[str, str] = {}
"""Adjectives and nouns of nationality to the country: "Iraqi", "Iraqis"."""
CAPITALS: dict[str, str] = {}
"""Capitals to the country."""

for _row in _TABLE.replace(";", "\n").split("\n"):
    if _row:
        _names, _people, _capitals = (part.split("=") for part in _row.split("|"))
        COUNTRIES.update(dict.fromkeys(_names, _names[0]))
        CAPITALS.update(dict.fromkeys(filter(None, _capitals), _names[0]))
        _adjectives = [a.strip() for a in _people[0].split(" ")] if " " not in _names[0] else [_people[0]]
        DEMONYMS.update({form: _names[0] for a in _adjectives if a for form in (a, a + "s")})

SEATS = {"White House": "United States", "Kremlin": "Russia", "Downing Street": "United Kingdom"}
"""Buildings that stand for those who govern in them."""

REGIONS = frozenset(
    name.strip()
    for name in """
    Africa|Asia|Europe|Antarctica|Oceania|North America|South America|Latin America|
    Central America|Middle East|Southeast Asia|Eastern Europe|Western Europe|West Bank|Gaza|
    Gaza Strip|Crimea|Kurdistan|Kashmir|Siberia|Balkans|Alabama|Alaska|Arizona|Arkansas|
    California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|
    Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|
    Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire|New Jersey|New Mexico|
    New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|
    South Carolina|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|West Virginia|
    Wisconsin|Wyoming|Ontario|Quebec|Bavaria|Catalonia|Tibet|Xinjiang|New York City|Los Angeles|Chicago|
    Houston|Boston|San Francisco|Hong Kong|Shanghai|Mumbai|Istanbul|Dubai|Geneva|Sydney|Toronto|Aleppo|
    Mosul|Basra|Pacific|Atlantic|Mediterranean|Arctic|Persian Gulf|Black Sea|Red Sea|Caribbean
""".split("|")
)
"""Regions, states and large cities that are not capitals: places only."""
