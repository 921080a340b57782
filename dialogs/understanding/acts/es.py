"""Spanish phrases, by what they mean. Words are folded: lower case, no accents."""

# ruff: noqa: E501, SIM905  # tables: a phrase stays on its line, and words without quotes are easier to read
from __future__ import annotations

CLASSES = {
    "visit": "cita citas turno turnos consulta consultas hora visita visitas reserva reservacion reunion chequeo limpieza sita evento examen",
    "doctor": "doctor doctora dr dra medico medica dentista enfermera especialista pediatra terapeuta psicologo psicologa ginecologo",
    "person": "persona alguien humano recepcionista agente representante secretaria enfermera operador operadora encargado encargada gerente asesor asesora doctor doctora",
}

PHRASES = {
    "confirm": (
        "^ y|s $",
        "si|sip|sipi|claro|correcto|exacto|exactamente|vale|dale|bueno|perfecto|confirmado|thumbsup|afirmativo|simon|asi_es|eso_es|listo|ok|okay|okey|oki|cierto",
        "de acuerdo", "esta|esta_muy|suena|me_parece bien|perfecto|bueno|excelente|correcto", "por supuesto",
        "claro que si", "confirmo|confirmar|confirmada|confirmamos|acepto|quiero_confirmar",
        "ahi|alli estare|estaremos|voy_a_estar",
        "si|sip voy|puedo|quiero|por_favor|gracias|confirmo|esta_bien|me_sirve|asistire",
        "me sirve|funciona|parece|queda|conviene|va_bien|viene_bien",
        "^ bien|excelente|genial|estupendo|adelante|hazlo|hagalo|desde_luego|sale|va|andale",
        "voy a ir|asistir|estar", "alla|ahi nos_vemos", "asistire|estare|acudire|ire", "con gusto", "cuente conmigo",
        "esa|ese|eso esta_bien|me_sirve|es|funciona|esta_perfecto",
    ),
    "deny": (
        "^ n $",
        "^ no|nop|nel|nada|nunca|negativo|tampoco|thumbsdown|incorrecto|jamas",
        "no no|gracias|quiero|puedo|es|esta|me|voy|necesito|estoy|por_ahora|por_el_momento|,|.|$|ahora|deseo|lo|la|hace_falta|todavia|aun|va",
        "nada mas", "asi no", "mejor no", "cambie de opinion", "para nada", "eso_no|ninguna|ninguno", "ahora no",
        "claro|por_supuesto|seguro que_no", "no me_sirve|me_funciona|me_conviene|me_queda", "esta mal", "de ninguna_manera|ningun_modo", "no era|fue|asi",
    ),
    "book": (
        "agendar|agenda|reservar|reserva|programar|programa|sacar|pedir|hacer|concertar|agendarme|hacerme|solicitar|solicito|coger|tomar|apartar|marcar|conseguir|tener|obtener .. {visit}|mesa|habitacion|sala",
        "quiero|necesito|quisiera|deseo|ocupo|me_gustaria|busco|dame|deme|puedo|puede|podria .. una|un|otra|otro|la|nueva|mi {visit}",
        "necesito|quiero|quisiera|tengo_que|me_gustaria|debo ver|que_me_vea|consultar|ir_con|ir_al|visitar|ver_a .. {doctor}",
        "hay|tiene|tienen|tendra|tendran|habra .. cita|citas|turno|turnos|espacio|disponibilidad|hueco|lugar|cupo|disponible",
        "nueva|nuevo {visit}|paciente",
        "agendar|agendame|reservar|agende|reserve|programe|apuntame|apunteme|anoteme|anotame", "^ una? cita|turno",
        "cita|turno nueva|nuevo|por_primera_vez|con|para .. el|la|el_doctor|la_doctora|manana",
    ),
    "reschedule": (
        "cambiar|cambio|mover|pasar|reprogramar|posponer|aplazar|reagendar|adelantar|atrasar|retrasar|modificar|recorrer|cambie|cambiarme|cambiarla|moverla|pasarla|cambien|mueva|cambia|mueve|pase|pasa|cambiame|cambieme|muevan ... {visit}|la|lo|dia|fecha|hora|para|al|a|horario",
        "reprogramar|reagendar|posponer|aplazar|reprogramarla|reagendarla|cambiarla|moverla|posponerla|aplazarla|reprograme|reagende|reagendo|cambiarlo|reprogramo",
        "no voy_a_poder|puedo|podre|podemos|podremos|vamos_a_poder|alcanzo|voy_a_alcanzar .. ir|asistir|llegar|acudir|venir|ese_dia|a_esa_hora|presentarme|a_la_cita|hoy|manana|estar",
        "otro|otra|distinta|diferente|mejor dia|fecha|hora|horario", "se_me|me|nos presento|complico|surgio|salio",
        "surgio|ocurrio algo|un_problema|un_imprevisto", "mas temprano|tarde $",
        "no me_sirve|me_queda|me_viene_bien|me_conviene|me_va",
        "cambiar|mover|adelantar|atrasar $|,|.", "en_vez|en_lugar de|del",
    ),
    "cancel": (
        "cancelar|cancele|cancela|cancelarla|cancelo|cancelen|cancelame|anular|anularla|anule|anula|eliminar|elimine|borrar|suspender|cancelacion|canselar|cansele|cancelada|cancelarlo|cancelemos|quitar|cancelado",
        "ya no|nunca necesito|quiero|voy|voy_a_ir|la_necesito|necesitare|asistire|hace_falta|ire|la_quiero|deseo|podre_ir",
        "no|ya_no quiero|necesito la|mi|esa {visit}", "dar de_baja mi|la {visit}", "dejar sin_efecto",
    ),
    "ask_when": (
        "mi|la {visit} es|sigue|sera|era", "es|sera|sigue mi|la {visit}",
        "cuando es|tengo|sera|me_toca|era|seria|esta|le_toca|estoy|tiene|va_a_ser|son",
        "a? que hora|dia|fecha|horas es|tengo|sera|me_toca|tiene|era|esta|son|le_toca|quedo|me_dieron|estoy|seria",
        "cual|cuales es|son .. {visit}|hora|fecha",
        "tengo .. {visit} .. hoy|manana|pendiente|programada|esta_semana|agendada|,|.|$", "cuando .. {visit}",
        "para cuando|que_dia|que_hora", "no recuerdo|me_acuerdo .. cuando|que_hora|que_dia|hora|fecha|dia|cita",
        "olvide|se_me_olvido .. cuando|hora|fecha|dia|cita", "hora|fecha|dia de mi|la {visit}",
        "mi proxima|siguiente {visit}", "proxima cita", "^ cuando $", "recuerdame|recuerdeme .. cita|hora",
    ),
    "request_alternatives": (
        "otra|otro|otros|otras|mas|diferente|distinta|distinto opcion|opciones|dia|horario|horarios|hora|fecha|fechas|dias|horas|doctor|doctora|medico|turno|cita|dentista|espacio|opcion|alternativas",
        "hay|tiene|tienen|algo|alguna|alguno|ninguna .. otra|otro|otros|mas|otras|diferente|otra_cosa|mas_tarde|mas_temprano|antes|despues",
        "ninguna|ninguno|ningun .. de|sirve|funciona|puedo|me|esas|esos|$",
        "algo|alguno|alguna mas|antes|despues|diferente|distinto", "mas opciones|opcion|alternativas|temprano|tarde",
        "que otros|otras|otra|otro|mas", "alternativas|alternativa", "que opciones|horarios",
        "no me sirve|sirven|funciona|funcionan .. ninguna|ninguno|esos|esas", "^ otra|otro|otros|otras $|,|.|por_favor",
    ),
    "select_option": (
        "^ la|el|lo primera|primero|segunda|segundo|tercera|tercero|ultima|ultimo|primer|tercer|cuarta|cuarto|otra|otro $|,|.|opcion|esta|me|por_favor|es|cita|turno",
        "la|el|quiero|prefiero|tomo|escojo|elijo|con primera|primero|segunda|segundo|tercera|tercero|ultima|ultimo opcion|$|,|.|esta|me|por_favor|cita|turno",
        "opcion|numero 1|2|3|4|5|uno|dos|tres",
        "prefiero|elijo|escojo|tomo|quiero|me_quedo_con|agarro|deme|dame|me_gusta la|el|esa|ese|opcion|numero|esta|este",
        "esa|ese|esta|este $|,|.|me_sirve|me_parece|esta_bien|por_favor|mismo|misma",
        "la|el que|de las|la|los|manana|mas_temprano|mas_tarde|lunes|martes|miercoles|jueves|viernes", "cualquiera",
        "la|el mas_temprano|mas_tarde|mas_temprana|de_mas_tarde|mas_pronto|mas_cercana",
    ),
    "running_late": (
        "llego|llegare|voy|estoy|llegando|llegar|vamos|ando|voy_a_llegar|vengo .. tarde|retrasado|retrasada|atrasado|atrasada|demorado|demorada|retraso|tardar|tardare|demorar",
        "se me hizo|hace|esta_haciendo tarde", "estoy|voy|vamos en_camino|de_camino|para_alla|saliendo", "en camino",
        "hay mucho? trafico", "trafico|trancon|atascado|atascada|atorada|atorado",
        "voy|llego|estoy .. en|unos 5|10|15|20|30|diez|quince|cinco|veinte minutos|min",
        "minutos tarde|de_retraso|de_tardanza", "me|nos retrase|atrase|demore|tardo|voy_a_tardar|retraso|demoro",
        "tarde a|para mi|la|cita", "esperenme|espereme|esperame",
    ),
    "arrived": (
        "ya? llegue|llegamos", "ya estoy|estamos|esta aqui|ahi|alla|afuera|en|abajo|en_la|en_el|dentro|esperando",
        "estoy|estamos aqui|aca|afuera|abajo|esperando|en_la_recepcion|en_la_sala|en_el_estacionamiento|en_la_clinica|en_el_parqueadero|en_la_entrada|en_el_consultorio|en_la_puerta",
        "acabo_de|acabamos_de llegar", "^ aqui estoy|estamos", "he llegado",
    ),
    "thanks": (
        "gracias|grax|grasias|agradezco|agradecido|agradecida|graciass|thanks|thank_you|ty|prayhands",
        "muy amable|amables|agradecido", "le|te|les|se_lo agradezco", "mil gracias", "que amable",
        "dios la|lo|le|te|los bendiga", "bendiciones",
    ),
    "greeting": (
        "^ hola|buenas|buenos|buen|holi|ola|saludos|que_tal|holaa|alo|disculpe",
        "buenos|buenas|buen dias|tardes|noches|dia", "como esta|estan|estas|le_va",
    ),
    "goodbye": (
        "adios|chao|chau|bye|hasta_luego|hasta_pronto|hasta_manana|hasta_entonces|nos_vemos|hasta_la_vista|hasta_la_proxima|cuidese|cuidate",
        "que tenga|tengan|este|le_vaya|pase|tengas|pases .. bien|buen|buena|bonito|lindo|excelente|feliz|linda|bonita|buenas",
        "eso es|seria|era todo", "es|seria todo", "nada|algo mas $|,|.|gracias|por",
        "hasta luego|pronto|manana|entonces|el|ahi", "feliz dia|tarde|noche|fin", "buen fin",
        "eso_es_todo|es_todo|seria_todo",
    ),
    "human": (
        "hablar|comunicarme|comunicar|contactar|comuniqueme|comunicame|paseme|pasame|pasar|conectar|transferir|transfierame|atienda|atender|charlar|conversar|platicar|comunicarse|hablo|quiero|necesito|prefiero ... con|a|una|un|al ... {person}|de_verdad|real|recepcion|humana|oficina|clinica",
        "persona|humano|agente|asesor|recepcionista|operadora|operador|representante|alguien $|por_favor|,|.|real|de_verdad|humana",
        "persona|alguien real|de_verdad|humana|de_carne_y_hueso",
        "llameme|llamenme|llamame|me_llame|me_llamen|me_puede_llamar|me_pueden_llamar|me_podria_llamar|puede_llamarme|pueden_llamarme|marqueme|que_me_llamen|me_puede_marcar",
        "eres|es|es_usted|esto_es|hablo_con un|una robot|bot|maquina|persona",
        "alguien .. ayude|ayudar|llame|llamar|atienda|atender", "atencion al_cliente|a_clientes",
        "no .. robot|maquina|bot", "quiero|necesito|puedo|quisiera|podria|me_gustaria hablar",
        "recepcion $|por_favor",
    ),
    "stand_in": ("en_vez|en_lugar de mi|el|ella|nosotros|ellos $|,|.", "en mi lugar"),
    "opt_out": (
        "no_quiero|no_deseo ... mensajes|mensaje|textos|recibir|escriban|escriba|mande|manden|envien|envie|molesten|moleste|contacten|sms|recordatorios|notificaciones",
        "ya_no|basta_de|paren_de|dejen_de|dejar_de|deje_de|deja_de|para_de|pare_de ... mensajes|mensaje|textos|mandar|mandarme|enviar|enviarme|escribir|escribirme|recibir|molestar|molestarme|mandando|enviando|escriban|escriba|mande|manden|envien|envie|molesten|moleste|contactar|contacten|sms|recordatorios|notificaciones|escribirme",
        "no|ya_no|no_me|ya_no_me|nunca|no_vuelvan_a|no_vuelva_a .. escriba|escriban|escribas|mande|manden|mandes|envie|envien|envies|contacten|contacte|molesten|moleste|textee|texteen|escribirme",
        "^ alto|baja|parar|pare|paren|basta|detener|stop|cancelar_suscripcion|alto_ya $|,|.|de|los|por_favor|ya|mensajes",
        "^ basta con los|sus|estos|tantos mensajes|textos|recordatorios",
        "dar|dame|darme|deme|den|denme|quiero de|la baja $|,|.|de|por_favor|del|los", "darme|deme|dame de baja",
        "cancelar|anular|quitar|eliminar|detener|parar|suspender|cancele|detengan|paren .. suscripcion|mensajes|mensaje|textos|recordatorios|notificaciones",
        "quitar|quite|quitenme|borrenme|saquenme|saqueme|borre|quiteme|eliminenme|borrar|eliminar|quiten .. lista|numero|sistema|mi_numero|base|de_sus_mensajes",
        "dejen|deje|deja|dejar me? de|en molestar|escribir|mandar|enviar|paz|escribirme|mandarme|enviarme|molestarme|textear",
        "no_mas|ni_un|ni_un_solo|no_quiero_mas mensajes|mensaje|textos|texto|sms|recordatorios|de_estos|notificaciones|de_esto",
        "desuscribir|desuscribirme|desuscribanme|darme_de_baja|desuscribame|baja_de_la_lista",
        "dejenme|dejeme|dejame en_paz|tranquilo|tranquila",
    ),
    "opt_in": (
        "quiero|deseo|vuelvan|pueden|vuelva|volver|reanudar|activar|reactivar .. recibir|mandarme|enviarme|a_enviar|a_mandar|mensajes|recordatorios .. mensajes|recordatorios|de_nuevo|otra_vez|textos",
        "suscribir|suscribirme|suscribanme|suscribame", "^ iniciar|comenzar|inicio|empezar|reanudar $|.",
        "dar|deme de alta", "reanudar|reactivar|activar .. mensajes",
    ),
    "help": (
        "^ ayuda|auxilio|ayudame|ayudeme|socorro|menu|info $|,|.|por_favor|con", "necesito|quiero|requiero .. ayuda",
        "que puedo|puedes|puede|se_puede hacer|decir|preguntar", "como funciona|se_usa|uso",
        "me puede|puedes|podria|pueden ayudar", "no se que_hacer|como",
    ),
    "wrong_number": (
        "numero|persona equivocado|equivocada|incorrecto|incorrecta|errado|mal",
        "se equivoco|equivocaron|equivoca|equivocan",
        "esta|estan equivocado|equivocada|equivocados|equivocandose|mandando_a_otra",
        "no soy|es_mi|conozco|conocemos|vive|se_quien|es_el_numero|soy_yo|soy_la_persona", "aqui no vive|hay|es|esta",
        "ya no es .. numero|telefono", "este no es .. numero|telefono",
        "nunca he|fui|ido .. ahi|clinica|paciente|alli", "no soy paciente", "cambio|cambie de numero",
    ),
    "repeat": (
        "repetir|repita|repite|repitelo|repitame|repitalo|repiteme|reenviar|reenvie", "otra vez|ves $|,|.|por_favor",
        "de nuevo $|,|.|por_favor", "perdon|disculpe|mande $", "como|que $|,|.|dijo|dijiste|fue",
        "que dijo|dijiste|decia|dice|quiere_decir|significa",
        "no entendi|entiendo|comprendo|comprendi|escuche|oi|lei|le_entiendo|te_entiendo",
        "cuales eran|son|las|los .. opciones|horarios",
    ),
    "back": (
        "^ volver|regresar $", "volver|regresar|atras|regreso|retroceder|vuelve|regresa $|,|.|al|a|por_favor|atras",
        "empezar|comenzar|iniciar de_nuevo|otra_vez|desde_el_principio",
        "olvidalo|olvidelo|olvida|no_importa|dejalo|dejelo|dejalo_asi|menu_principal", "para|hacia atras",
        "paso|pregunta|menu anterior",
    ),
    "anytime": ("cualquier dia|hora|momento|fecha", "cuando sea|quiera|quieran|guste|pueda|puedan"),
    "other": ("tal vez", "^ quizas|quiza|no_se|chiste", "el clima|tiempo"),
}  # fmt: skip

TOPICS = {
    "address": (
        "direccion|ubicacion|ubicados|ubicada|ubicado|direcion|domicilio|localizacion",
        "donde|adonde es|esta|estan|queda|quedan|se_encuentra|se_encuentran|tengo_que_ir|es_la|debo_ir|voy|son|los|las|le|puedo_ir",
        "^ donde|adonde", "en que calle|edificio|piso|clinica|lugar|parte",
    ),
    "directions": (
        "como llego|llegar|puedo_llegar|se_llega|voy|ir|me_voy", "indicaciones|mapa|autobus|metro|camion|ruta",
    ),
    "hours": (
        "horario|horarios .. de|$|atencion|tienen|clinica|oficina|,|.|manejan|abren",
        "abren|abre|abierto|abiertos|abierta|cierran|cierra|cerrado|cerrados|cerrada|atienden|trabajan",
        "hasta que_hora", "dias_de_atencion|horas_de_atencion",
    ),
    "phone": (
        "telefono|celular|fax", "numero de telefono|contacto|la_clinica|la_oficina", "su numero",
        "como|a_donde|donde|que_numero .. llamo|llamar|puedo_llamar|los_llamo|comunico|contacto",
    ),
    "parking": (
        "estacionar|estacionamiento|parqueadero|parquear|parqueo|aparcar|aparcamiento|parking|estaciono|parqueo|aparco|estacionarme|cochera",
    ),
    "prep": (
        "ayunas|ayuno|ayunar|prepararme|preparacion|preparar",
        "comer|beber|desayunar|tomar|cenar .. antes|cita|examen|agua|ese_dia|medicinas|medicamentos|mi_medicina|algo",
        "puedo|debo|tengo_que comer|desayunar|beber|tomar|fumar|cenar",
    ),
    "bring": ("llevar|traer|llevo|traigo|documentos|papeles|identificacion",),
    "cost": (
        "cuesta|cuestan|costo|costos|precio|precios|cobran|cobra|tarifa|copago|vale|valor|caro",
        "cuanto|cuantos es|sale|cuesta|cobran|vale|por|tengo_que_pagar|debo|pago|hay_que_pagar|seria",
        "pagar|aceptan|reciben .. efectivo|tarjeta|tarjetas|plazos|credito|cuotas|online|linea",
        "plan|formas|metodos de pago",
    ),
    "insurance": ("seguro|seguros|aseguranza|medicaid|medicare|aseguradora|aetna|cigna|obra_social",),
    "results": ("resultado|resultados|analisis|laboratorios",),
    "refill": ("receta|recetas|resurtir|surtir|farmacia|medicamento|medicamentos|prescripcion",),
    "forms": ("formulario|formularios|formas_que|papeleo|planilla",),
    "telehealth": ("videollamada|virtual|telemedicina|video|en_linea|remota|zoom",),
    "records": ("expediente|historial|referencia|radiografias|justificante|comprobante|nota_medica",),
    "language": ("hablan|habla|hablas espanol|ingles", "interprete|traductor"),
    "services": ("servicios|servicio|ofrecen|atienden_ninos|especialidad|especialidades|tratan",),
    "length": ("cuanto tiempo|dura|durara|tarda|demora|se_tarda|va_a_durar",),
    "children": ("ninos|hijos|hijo|hija|bebe|acompanante|acompanado|esposo|esposa",),
    "who": (
        "^ quien es|habla|escribe|son $|usted|ustedes", "con quien|que_doctor|que_doctora|cual_doctor|quien_me|que_medico",
        "quien es|sera|me .. doctor|doctora|va_a_ver|atiende|atender|medico",
    ),
}  # fmt: skip

QUESTIONS = (
    "^ y|ok|hola|tambien|pero|perdon|disculpe|buenas|buenos_dias|buenas_tardes|gracias|si|,? ,? que|donde|como|quien|cual|cuanto|cuantos|hay|tienen|tiene|puedo|puede|pueden|cuanta|aceptan|es|debo|a_que|hasta_que|en_que|cuando",
    "que|donde|adonde|quien|cual|cuales|cuanto|cuantos|cuanta|como",
    "^ hay|tienen|tiene|puedo|puede|pueden|aceptan|acepta|debo|podria|hablan|abren|atienden|cierran|necesito|se_puede|tengo_que|es_necesario|toman|reciben|cobran|esta|estan|ofrecen",
    "quiero|quisiera|necesito|me_gustaria|me_puede|me_puedes|me_podria|podria|puede|deme|dame|digame|dime|mandeme|enviame|enviarme|me_da|me_das saber|preguntar|la|el|su|decir|dar|mandar|enviar|pasar|una_pregunta|informacion|los|las|consultar|confirmar_la|confirmar_el|que|donde|cuanto|si|ver",
    "pregunta|duda|consulta_sobre",
    "y|pero|tambien|,|. donde|como|cuanto|que|cual|puedo|hay|tienen|aceptan|necesito|tengo_que|debo|a_que|cuando",
)  # fmt: skip

SPELT_OUT = {
    "q": "que", "k": "que", "xq": "porque", "x": "por", "pq": "porque", "porfa": "por_favor", "porfavor": "por_favor",
    "pf": "por_favor", "xfa": "por_favor", "porfis": "por_favor", "tb": "tambien", "tmb": "tambien", "tbn": "tambien",
    "d": "de", "bn": "bien", "grax": "gracias", "grs": "gracias", "grasias": "gracias", "msj": "mensaje",
    "msjs": "mensajes", "mensages": "mensajes", "sita": "cita", "dnd": "donde", "cdo": "cuando", "cnd": "cuando",
    "kiero": "quiero", "qiero": "quiero", "kieren": "quieren", "ncsito": "necesito",
    "nesesito": "necesito", "nececito": "necesito", "necesito": "necesito", "ocupo": "necesito", "aki": "aqui",
    "aca": "aqui", "toy": "estoy", "stoy": "estoy", "ps": "pues", "tel": "telefono", "canselar": "cancelar",
    "cansela": "cancela", "sii": "si", "siii": "si", "nose": "no_se", "ola": "hola", "oye": "oye", "uds": "ustedes",
    "haser": "hacer", "ai": "hay", "bale": "vale", "cambear": "cambiar", "orario": "horario", "desir": "decir",
    "llege": "llegue", "yege": "llegue", "yegue": "llegue", "halto": "halto",
}  # fmt: skip
SPELLED = (
    "cancelar confirmar reprogramar cambiar agendar direccion consulta doctora gracias manana seguro estacionamiento recepcionista persona mensajes "
    "necesito quiero opciones segunda primera tercera equivocado llegue confirmo cancele confirmado horario disponible cuando cuanto donde"
).split()
NEVER = frozenset(
    "cancela cancelo cancelan cancelas cancelen confirma confirme confirmada confirmen agenda agende agenden cambie cambia cambiara consultas consultar "
    "segunda segundo segundos primero primeras tercero equivocada equivocados personas mensaje necesita necesitan quiere quiera quieren opcion doctor doctores "
    "llegan llegues llega llego horarios disponibles cuanta cuantos cuantas canto mananas seguros segura gracia cambio cambiare reprogramo conde confirmada confirmacion cancelada cancelado personal".split()
)
