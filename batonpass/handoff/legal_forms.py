"""Which words of a company's name say only what kind of company it is?"""

from __future__ import annotations

_BY_COUNTRY = """
ab aktiebolag publ hb kb as asa aps a/s ivs is enk oy oyj ky oü ou uü sia uab ab mb vsi
gmbh mbh ag kg kgaa ohg gbr ug ev eg gesmbh gesellschaft aktiengesellschaft kommanditgesellschaft haftungsbeschränkt
stiftung se sce ewiv eeig eingetragener verein genossenschaft sàrl sarl gmbhco kgaa aktien
bv nv cv vof besloten vennootschap naamloze maatschap bvba sprl srl sa sas sasu snc sci scs sca eurl sarl asbl vzw
cvba scrl société societe anonyme responsabilité limitée limitee compagnie cie
spa srl srls sapa sas ss scarl scrl coop società per azioni responsabilità limitata
sl slu sau slp scoop sociedad anonima anónima limitada lda ltda unipessoal sgps
ltd limited plc llp lp llc inc incorporated corp corporation co company pllc pc ulc pty pte cic chartered lllp
sp zoo oo spzoo spółka spolka akcyjna jawna komandytowa ograniczona odpowiedzialnością odpowiedzialnoscia sro akciova
spol kft zrt nyrt bt rt doo dd ad ood eood srl ead jsc ojsc pjsc cjsc ooo oao zao pao tov ooo
kk gk yk kabushiki kaisha godo sdn bhd berhad pt tbk cv pvt private sirketi anonim limited sti aş aee ae epe ike
sae fze fzco fzllc dmcc wll
"""
LEGAL_FORMS = frozenset(_BY_COUNTRY.split())
"""Written without dots and in lower case, as they stand in names of the main countries' registers."""

JOINING = frozenset(
    {"and", "und", "et", "y", "e", "og", "och", "en", "i", "z", "o", "of", "auf", "mit", "de", "pod", "för"}
)
"""Words between legal forms: & Co., mit beschränkter Haftung; they mean nothing at the end of a name."""

_COMMON = """
the group holding international global worldwide europe european systems solutions services technology technical
consulting partners management industries industrial enterprises enterprise trading products production manufacturing
engineering electronics software digital media networks communications development research laboratories ventures
capital investments finance financial bank insurance logistics energy health pharma pharmaceutical foods royal
netherlands germany france spain italy austria switzerland sweden norway denmark finland poland belgium portugal
uk us usa canada america asia
"""
COMMON = frozenset(_COMMON.split())
"""Words that many companies have: they tell little apart. Alone they are no name."""

SAME_WORD = {
    "intl": "international", "int": "international", "internationale": "international", "tech": "technology",
    "technologies": "technology", "technologie": "technology", "mfg": "manufacturing", "labs": "laboratories",
    "lab": "laboratories", "svcs": "services", "service": "services", "sys": "systems", "system": "systems",
    "mgmt": "management", "bros": "brothers", "gebr": "brothers", "gebrüder": "brothers", "univ": "university",
    "universität": "university", "université": "university", "universiteit": "university",
    "universidad": "university", "università": "university", "holland": "netherlands", "nederland": "netherlands",
    "netherland": "netherlands", "deutschland": "germany", "españa": "spain", "espana": "spain", "italia": "italy",
    "österreich": "austria", "schweiz": "switzerland", "suisse": "switzerland", "sverige": "sweden", "norge": "norway",
    "danmark": "denmark", "polska": "poland", "kgl": "royal", "koninklijke": "royal", "europa": "europe",
    "pharmaceuticals": "pharmaceutical", "electronic": "electronics", "elektronik": "electronics",
    "industry": "industries", "assoc": "associates", "natl": "national", "dept": "department", "ctr": "center",
    "centre": "center",
    "solution": "solutions", "product": "products", "network": "networks", "partner": "partners", "groupe": "group",
    "gruppe": "group", "gruppo": "group", "grupo": "group", "holdings": "holding",
}  # fmt: skip
"""Words that mean the same in names of companies, brought to one."""
