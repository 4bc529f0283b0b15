"""Which words of job titles tell how senior somebody is, and in which part of the firm, in the languages of Europe?

Everything is in small letters without accents, as `titles.plain` writes it. `|` stands between words; one that begins
with `-` is looked for at the end of a word (compounds: vertriebs-leiterin), one that ends with `-` at its beginning.
"""

from __future__ import annotations

from typing import Final

LEVELS: Final = {
    "student": """student|students|studentin|studierender|studierende|etudiant|etudiante|estudiante|studente
        |studentessa|estudante|stagiaire|stagiair|intern|internship|trainee|praktikant|praktikantin|werkstudent
        |werkstudentin|becario|becaria|tirocinante|stagista|estagiario|estagiaria|opiskelija|harjoittelija|stazysta
        |stazystka|praktykant|studerende|apprentice|apprenti|apprentie|alternant|alternante|azubi|auszubildende
        |auszubildender|aprendiz|apprendista|leerling|larling|laerling|junior|jr|entry level|pupil|schuler|schulerin
        |phd student|doktorand|doktorandin|phd candidate|uczen""",
    "owner": """founder|co founder|cofounder|owner|co owner|business owner|proprietor|entrepreneur|sole trader
        |self employed|grunder|grunderin|mitgrunder|mitgrunderin|inhaber|inhaberin|eigentumer|unternehmer
        |unternehmerin|firmeninhaber|geschaftsinhaber|gesellschafter|selbstandig|fondateur|fondatrice|cofondateur
        |cofondatrice|co fondateur|co fondatrice|proprietaire|entrepreneuse|chef d entreprise|dirigeant|dirigeante
        |gerant|gerante|fundador|fundadora|cofundador|cofundadora|propietario|propietaria|dueno|duena|empresario
        |empresaria|autonomo|fondatore|cofondatore|titolare|proprietario|proprietaria|imprenditore|imprenditrice|dono
        |dona|empreendedor|oprichter|oprichtster|medeoprichter|eigenaar|eigenaresse|ondernemer|zzper|zzp er|grundare
        |medgrundare|agare|delagare|foretagare|egenforetagare|grundlaegger|grunnlegger|grundlegger|stifter|medstifter
        |ejer|indehaver|ivaerksaetter|innehaver|eier|daglig leder og eier|perustaja|yrittaja|omistaja|osakas
        |zalozyciel|zalozycielka|wspolzalozyciel|wlasciciel|wlascicielka|wspolwlasciciel|przedsiebiorca
        |managing partner|senior partner|equity partner|geschaftsfuhrender gesellschafter""",
    "c_level": """ceo|cfo|cto|cio|cmo|coo|cro|cpo|chro|ciso|cdo|cso|cco|cxo|chief executive|chief executive officer
        |chief financial officer|chief technology officer|chief technical officer|chief information officer
        |chief marketing officer|chief operating officer|chief operations officer|chief revenue officer
        |chief product officer|chief people officer|chief human resources officer|chief digital officer
        |chief data officer|chief commercial officer|chief sales officer|chief information security officer
        |chief security officer|chief customer officer|chief strategy officer|chief innovation officer|chief officer
        |managing director|executive director|president|chairman|chairwoman|chairperson|board member
        |member of the board|geschaftsfuhrer|geschaftsfuhrerin|geschaftsfuhrung|geschaftsleiter|geschaftsleiterin
        |geschaftsleitung|vorstand|vorstandin|vorstandsvorsitzender|vorstandsvorsitzende|vorstandsmitglied
        |finanzvorstand|vertriebsvorstand|prasident|prasidentin|directeur general|directrice generale
        |president directeur general|pdg|dg|daf|dsi|drh|dga|directeur administratif et financier|presidente
        |presidenta|director general|directora general|director gerente|consejero delegado|consejera delegada
        |gerente general|amministratore delegato|amministratrice delegata|amministratore unico|direttore generale
        |direttrice generale|diretor executivo|diretora executiva|diretor geral|diretora geral|diretor presidente
        |administrador|administradora|algemeen directeur|bestuurder|bestuursvoorzitter|directievoorzitter
        |financieel directeur|vd|verkstallande direktor|koncernchef|ekonomidirektor|styrelseordforande
        |administrerende direktor|adm direktor|direktionsmedlem|daglig leder|konsernsjef|administrerende
        |toimitusjohtaja|hallituksen puheenjohtaja|prezes|prezes zarzadu|czlonek zarzadu|dyrektor generalny
        |dyrektor zarzadzajacy|wiceprezes|dyrektor finansowy|verkstallande""",
    "vp": """vp|svp|evp|avp|vice president|senior vice president|executive vice president|vicepresident
        |vice prasident|vizeprasident|vizeprasidentin|vice presidente|vicepresidente|vicepresidenta|vicedirektor""",
    "director": """director|directors|head of|global head|group head|head|general manager|gm|direktor|direktorin
        |directeur|directrice|directora|direttore|direttrice|diretor|diretora|direktoer|dyrektor|dyrektorka|johtaja
        |-johtaja|-directeur|-direktor|-direktorin|-direktoer|bereichsleiter|bereichsleiterin|bereichsleitung
        |hauptabteilungsleiter|gerente nacional|chief of staff|forretningschef|vicedirektor|responsable national|dir
        |leiter|leiterin|leitung|-leiter|-leiterin|-leitung|ressortleiter|ressortleiterin|secretaire general
        |secretario general|avdelingsdirektor""",
    "manager": """manager|managers|mgr|-manager|managerin|-managerin|lead|team lead|teamlead|supervisor|leader
        |team leader|teamleiter|teamleiterin|teamleitung|projektleiterin|projektleitung|filialleiter|filialleiterin
        |schichtleiter|schichtleiterin|gruppenleiterin|gruppenleitung|abteilungsleitung|bauleiter|chef|cheffe|-chef
        |chef de|responsable|gestionnaire|jefe|jefa|gerente|encargado|encargada|coordinador|coordinadora|responsabile
        |capo|gestore|coordinatore|coordinatrice|gestor|gestora|chefe|coordenador|coordenadora|encarregado|-leider
        |leider|hoofd|teamleider|coordinator|coordinateur|-sjef|sjef|leder|-leder|-leader|-ansvarig|ansvarig|foreman
        |-ansvarlig|ansvarlig|paallikko|-paallikko|esimies|kierownik|kierowniczka|menedzer|menadzer|koordynator
        |koordynatorka|projektleiter|fuhrungskraft|abteilungsleiter|abteilungsleiterin|gruppenleiter|prokurist
        |prokuristin|koordinator|koordinatorin|-koordinator|forstander|afdelingsleder|superintendent|meister""",
    "junior": """assistant|assistants|assistentin|assistent|-assistent|-assistentin|assistante|asistente|assistente
        |avustaja|assistentti|asystent|asystentka|secretary|sekretar|sekretarin|secretaire|secretaria|secretario
        |segretaria|segretario|sekreterare|sekretaer|sihteeri|sekretarka|executive assistant|personal assistant|pa
        |clerk|receptionist|administrative assistant""",
    "specialist": """sachbearbeiter|sachbearbeiterin|-medarbejder|-medarbetare|-medarbeider|medewerker|-medewerker
        |pracownik|employe|employee|empleado|impiegato|impiegata|funcionario|business partner
        |administrador de sistemas|administrador de redes|lead generation|specialist|-specialist|spezialist
        |spezialistin|-spezialist|specialiste|especialista|specialista|asiantuntija|-asiantuntija|specjalista
        |specjalistka|expert|experte|expertin|esperto|experto|perito|engineer|engineers|-ingenieur|ingenieur
        |ingenieurin|ingenieure|ingeniero|ingeniera|ingegnere|engenheiro|engenheira|ingenjor|-ingenjor|ingenior
        |-ingenior|insinoori|-insinoori|inzynier|developer|entwickler|entwicklerin|-entwickler|developpeur
        |developpeuse|desarrollador|desarrolladora|sviluppatore|sviluppatrice|programador|programmer|programmeur
        |ontwikkelaar|-ontwikkelaar|utvecklare|-utvecklare|udvikler|-udvikler|utvikler|-utvikler|kehittaja|-kehittaja
        |ohjelmoija|programista|programistka|analyst|analysten|analytiker|-analytiker|analyste|analista|analitico
        |analyytikko|analityk|consultant|berater|beraterin|-berater|-beraterin|conseiller|conseillere|consultor
        |consultora|consulente|konsulent|-konsulent|konsult|-konsult|konsultti|konsultant|-konsultant|adviseur
        |-adviseur|radgivare|radgiver|designer|architect|architekt|architektin|-architekt|architecte|arquitecto
        |architetto|arkitekt|scientist|wissenschaftler|wissenschaftlerin|researcher|forscher|chercheur|chercheuse
        |investigador|ricercatore|forskare|forsker|tutkija|badacz|administrator|administratorin|-administrator
        |accountant|buchhalter|buchhalterin|comptable|contable|contador|contabile|contabilista|boekhouder|revisor
        |redovisningsekonom|kirjanpitaja|ksiegowy|ksiegowa|controller|controllerin|kontroller|buyer|einkaufer
        |einkauferin|acheteur|acheteuse|comprador|compradora|inkoper|inkopare|indkober|ostaja|kupiec|recruiter|lawyer
        |jurist|juristin|avocat|abogado|abogada|avvocato|advogado|advokat|asianajaja|prawnik|account executive
        |sales executive|account manager|key account manager|sales representative|sales rep|salesperson|commercial
        |commerciale|commercial terrain|vendedor|vendedora|venditore|verkoper|saljare|saelger|selger|myyja|-myyja
        |handlowiec|przedstawiciel|-vertreter|vertreter|referent|referentin|-referent|-referentin|officer|executive
        |product owner|scrum master|technician|techniker|technikerin|-techniker|technicien|technicienne|tecnico
        |tecnica|tekniker|-tekniker|teknikko|technik|teacher|lehrer|lehrerin|professeur|profesor|profesora|professore
        |professor|docent|larare|laerer|opettaja|nauczyciel|doctor|nurse|physician|strategist|associate
        |representative|charge de|chargee de|planner|copywriter|editor|redakteur|journalist|webmaster""",
}

FUNCTIONS: Final = {
    "marketing": """marketing-|-marketing|cmo|brand|brands|markkinointi-|marknads-|marknadsforing-|markedsforing-
        |markeds-|marketingu|communication-|communications|kommunikation-|kommunikasjon-|komunikacji|comunicacion
        |comunicazione|comunicacao|communicatie-|viestinta-|demand generation|growth|content|event|events|seo
        |product marketing|social media|pr|public relations|werbung|werbe-|publicite|publicidad|pubblicita|mercadeo
        |campaign-|digital marketing""",
    "sales": """sales-|-sales|sales engineer|vertrieb-|-vertrieb|verkauf-|cro|cso|vente-|ventes|commercial
        |commerciale|commerciaux|comercial|comerciais|commerciali|vendite|vendas|ventas|vendedor|vendedora|venditore
        |verkoop-|verkoper|salj-|forsalj-|forsaljning-|salg-|salgs-|saelger|selger|myynti-|myyja|myynnin|sprzedaz-
        |sprzedazy|handlow-|account executive|account manager|key account-|business development|bd|bdr|sdr
        |geschaftsentwicklung|revenue-|partnership-|kundenberater|aussendienst-|avdelning forsaljning
        |developpement commercial|cco""",
    "it": """it|cio|ciso|dsi|edv|ict|informatik-|informatique|informatica|sistemas|sistemi|systems|system-
        |infrastructure|information technology|information security|cyber-|cybersecurity|security|tietohallinto-
        |tietohallinnon|network-|netzwerk-|informatyk-|informatyki|helpdesk|devops|cloud|crm|erp|salesforce|revops
        |revenue operations""",
    "engineering": """engineer-|engineering|cto|software-|developer-|developpeur|developpeuse|entwickl-|entwicklung
        |-entwicklung|-entwickler|desarroll-|desarrollo|sviluppo|sviluppatore|sviluppatrice|desenvolvimento
        |programmer|programador|programmeur|ontwikkel-|utveckl-|udvikl-|utvikl-|kehitys-|kehittaja|ohjelmoija
        |ohjelmisto-|technology|technical|technik|technique|tecnico|tecnica|technisch-|teknisk-|teknik-|tekninen
        |techniczny|techniki|architect-|full stack|frontend|backend|ingenieur-|ingenieur|ingeniero|ingeniera
        |ingegnere|engenheiro|ingenjor|ingenior-|insinoori|inzynier-|konstrukt-|programista|tech""",
    "product": """product|product manager|produkt-|produit-|producto|prodotto|produto|cpo|product-|tuote-|produktu|ux
        |design|designer|scrum""",
    "data": """data|data-|data engineer|daten-|analytics|analyst-|analyste|analista|analytik-|analytiker
        |business intelligence|bi|machine learning|ai|cdo|donnees|datos|dati|dados|data scientist|statist-""",
    "finance": """finance-|financ-|finanz-|finans-|cfo|daf|controlling|controller-|kontroller|accountant|accountants
        |accounts|accounting|comptab-|contab-|buchhalt-|boekhoud-|ekonomi-|okonomi-|talous-|ksiegow-|treasur-|audit-
        |tax-|steuer-|fiscal|contador|amministrazione|redovisning-|regnskab-|regnskap-|kirjanpito|kirjanpitaja
        |finansowy|finansow|ekonom|revisor""",
    "hr": """hr|human resources|chro|drh|people|talent-|recruit-|personal-|personnel|personalwesen
        |ressources humaines|rh|recursos humanos|rrhh|risorse umane|personeel-|personaladelning|personale-
        |henkilosto-|rekryt-|kadr-|kadry|hrbp|rekrut-|learning and development|employer-|zasobow ludzkich""",
    "operations": """operations-|operation-|coo|operativ-|operaciones|operazioni|operacoes|operaties|drift-|drifts-
        |logistic-|logistik-|logistique|logistica|logistiek-|logistiikka-|logistyk-|supply chain|supply-|warehouse
        |lager-|production-|produktion-|produzione|produccion|producao|productie-|tuotanto-|produkcj-|manufacturing
        |plant|werksleit-|werkleit-|instandhaltung-|maintenance|manutenzione|mantenimiento|manutencao|onderhoud-|usine
        |fertigung-|quality|qualitat-|qualite|calidad|qualita|qualidade|kwaliteit-|kvalitet-|laatu-
        |jakosc-|facility-|operacyjn-|office|personal assistant|executive assistant|toiminta-|betriebs-""",
    "procurement": """procurement-|purchas-|buyer|einkauf-|einkaufer|achat-|achats|acheteur|acheteuse|compras
        |comprador|compradora|acquisti|inkoop-|inkoper|inkop-|inkops-|indkob-|innkjop-|osto-|ostaja|hankinta-|zakup-
        |zakupow|beschaffung-|sourcing|kupiec|cpo procurement""",
    "legal": """legal|lawyer|counsel|compliance|recht-|rechts-|jurist-|juridi-|juridique|juridico|legale|jurydyczn-
        |prawn-|avocat-|abogad-|avvocato|advogad-|advokat-|asianajaja|laki-|lakimies|dpo|privacy|datenschutz-|prawnik
        |syndikus-""",
    "customer": """customer-|customer success|support-|service-|kunden-|kundendienst|client-|clients|clientele
        |clientes|clienti|klant-|kund-|kundservice|kunde-|asiakas-|asiakaspalvelu-|klient-|obslugi|sav
        |helpdesk support""",
    "research": """research-|r d|rd|forsch-|forschung-|recherche-|investigacion|ricerca|pesquisa|onderzoek-|forsk-
        |tutkimus-|tutkija|badan|badawcz-|scientist|wissenschaft-|laborator-|labor|innovation-|innov-|professor|phd""",
    "management": """ceo|founder|co founder|cofounder|owner|managing director|president|general manager
        |geschaftsfuhrer|geschaftsfuhrerin|geschaftsleitung|geschaftsfuhrung|inhaber|inhaberin|grunder|grunderin
        |vorstand|pdg|dg|directeur general|directrice generale|gerant|gerante|chef d entreprise|fondateur|fondatrice
        |director general|directora general|consejero delegado|fundador|fundadora|propietario|amministratore delegato
        |titolare|fondatore|diretor geral|algemeen directeur|eigenaar|oprichter|vd|verkstallande|agare|grundare
        |daglig leder|ejer|eier|administrerende direktor|toimitusjohtaja|yrittaja|perustaja|omistaja|prezes
        |wlasciciel|zalozyciel|chairman|chief executive|chief executive officer|executive director|gerente general
        |entrepreneur|strategy|strategi-""",
}
