# Lo que dice el bot, en español. Con una vocal acentuada el texto pasa a UCS-2: 134 caracteres en dos partes.
# Por eso las frases con fecha son cortas ("sáb" lleva acento) y las otras evitan á, í, ó, ú donde suena natural.

### Piezas

visit =
    .sms = { $name ->
            [none] su cita
           *[named] la cita de { $name }
        } con { $provider }, { $when }
    .voice = { $name ->
            [none] su cita
           *[named] la cita de { $name }
        } con { $provider } el { $when }
visit_alone =
    .sms = { $name ->
            [none] su cita
           *[named] la cita de { $name }
        } del { $when }
    .voice = { $name ->
            [none] su cita
           *[named] la cita de { $name }
        } del { $when }
slot_with =
    .sms = { $when } con { $provider }
    .voice = { $when } con { $provider }
whose =
    .sms = { $name ->
            [none] su cita
           *[named] la cita de { $name }
        }
    .voice = { $name ->
            [none] su cita
           *[named] la cita de { $name }
        }
and_more =
    .sms = y { $count } más
    .voice = y { $count } más
from_clinic =
    .sms = { $clinic }:
    .voice = Habla { $clinic }.

### Emergencias: palabras fijas

emergency =
    .sms = { $us ->
            [yes] Puede ser una emergencia: llame ahora al 911 o vaya a urgencias. No espere nuestro mensaje. Nuestro equipo también lo va a ver.{ $gap }{ $emergency_note }
           *[no] { $emergency_note }
        }
    .voice = { $us ->
            [yes] Puede ser una emergencia. Cuelgue y marque el 911 ahora, o vaya a urgencias. Nuestro equipo también lo va a ver.{ $gap }{ $emergency_note }
           *[no] { $emergency_note }
        }
crisis =
    .sms = { $us ->
            [yes] Gracias por contarnos; no tiene que pasar por esto a solas. Llame o mande un texto al 988 ahora, siempre hay alguien. Si alguien corre peligro, llame al 911. Nuestro equipo también lo va a ver.{ $gap }{ $emergency_note }
           *[no] { $emergency_note }
        }
    .voice = { $us ->
            [yes] Gracias por contarnos; no tiene que pasar por esto a solas. Llame al 988 ahora, siempre hay alguien. Si alguien corre peligro, marque el 911. Nuestro equipo también lo va a ver.{ $gap }{ $emergency_note }
           *[no] { $emergency_note }
        }
alarm_waiting =
    .sms = { $us ->
            [yes] Una persona de nuestro equipo va a leer esto. En una emergencia llame al 911; para hablar con alguien ya, llame al 988.
           *[no] Una persona de nuestro equipo va a leer esto. { $emergency_note }
        }
    .voice = { $us ->
            [yes] Una persona de nuestro equipo va a escuchar esto. En una emergencia marque el 911. Para hablar con alguien ya, llame al 988.
           *[no] Una persona de nuestro equipo va a escuchar esto. { $emergency_note }
        }

### Casos que esperan

still_waiting =
    .sms = Disculpe, nadie ha podido responderle. Su mensaje es ahora el primero. Si no puede esperar, llame al { $phone }.{ $us ->
            [yes] {" "}Emergencia: 911.
           *[no] { $gap }{ $emergency_note }
        }
    .voice = Disculpe, nadie ha podido responderle todavía. Si no puede esperar, llame al { $phone }.
still_waiting_emergency =
    .sms = { $us ->
            [yes] Nadie ha podido responderle todavía. No nos espere: llame al 911, o al 988 para hablar con alguien ya.
           *[no] Nadie ha podido responderle todavía. No nos espere. { $emergency_note }
        }
    .voice = { $us ->
            [yes] Nadie ha podido responderle todavía. No nos espere. Marque el 911, o llame al 988 para hablar con alguien ya.
           *[no] Nadie ha podido responderle todavía. No nos espere. { $emergency_note }
        }
on_call =
    .sms = { $clinic }: hay una emergencia en la consola y nadie la ha tomado. Por favor, ábrala: { $link }
    .voice = Habla { $clinic }. Hay una emergencia en la consola y nadie la ha tomado.

### Recordatorios y noticias

reminder_confirm =
    .sms = { $visits_count ->
            [one] { $clinic }: le recordamos { $visit }.
           *[other] { $clinic }: le recordamos sus citas.
        }{ $list }{ $prep }
        1 confirmar, 2 cambiar, 0 persona. STOP: no recibir textos.
    .voice = { $visits_count ->
            [one] Habla { $clinic } para recordarle { $visit }.
           *[other] Habla { $clinic } para recordarle sus citas.
        }{ $list }{ $prep } Marque 1 para confirmar, 2 para cambiar, o 0 para hablar con una persona.
reminder_inform =
    .sms = { $visits_count ->
            [one] { $clinic }: le recordamos { $visit }.
           *[other] { $clinic }: le recordamos sus citas.
        }{ $list }{ $prep }
        0 persona. STOP: no recibir textos.
    .voice = { $visits_count ->
            [one] Habla { $clinic } para recordarle { $visit }.
           *[other] Habla { $clinic } para recordarle sus citas.
        }{ $list }{ $prep } Marque 0 para hablar con una persona.
booked_by_clinic =
    .sms = { $visits_count ->
            [one] { $clinic }: reservamos { $visit }.
           *[other] { $clinic }: reservamos estas citas:
        }{ $list }
        Responda 2 si no le conviene, 0 para una persona.
    .voice = { $visits_count ->
            [one] Le habla { $clinic }. Reservamos { $visit }.
           *[other] Le habla { $clinic }. Reservamos estas citas:
        }{ $list } Marque 2 si no le conviene, o 0 para una persona.
must_move =
    .sms = { $clinic }: lo sentimos, no podemos mantener { $visit }. Podemos ofrecerle:
        { $options }
        Responda con un número o dígame otro día. 0 para una persona.
    .voice = Le habla { $clinic }. Lo sentimos, no podemos mantener { $visit }. Podemos ofrecerle: { $options }. Diga el número u otro día. 0 para una persona.
must_move_when =
    .sms = { $clinic }: lo sentimos, no podemos mantener { $visit }. ¿Qué otro día u hora le conviene? Responda 0 para una persona.
    .voice = Le habla { $clinic }. Lo sentimos, no podemos mantener { $visit }. ¿Qué otro día u hora le conviene? 0 para una persona.
moved_by_clinic =
    .sms = { $clinic }: cambiamos { $visit_now }. Responda 2 si no le queda bien, 0 persona.
    .voice = Habla { $clinic }. Cambiamos { $visit_now }. Marque 2 si no le queda bien, o 0 para una persona.
visit_now =
    .sms = { $name ->
            [none] su cita
           *[named] la cita de { $name }
        } con { $provider } al { $when }
    .voice = { $name ->
            [none] su cita
           *[named] la cita de { $name }
        } con { $provider } al { $when }
visit_now_alone =
    .sms = { $name ->
            [none] su cita
           *[named] la cita de { $name }
        } al { $when }
    .voice = { $name ->
            [none] su cita
           *[named] la cita de { $name }
        } al { $when }
cancelled_by_clinic =
    .sms = { $clinic }: tuvimos que cancelar { $visit }. Disculpe. Responda 0 para otra hora.
    .voice = Habla { $clinic }. Lo sentimos, tuvimos que cancelar { $visit }. Marque 0 y una persona le busca otra hora.
missed_call =
    .sms = { $clinic }: no pudimos atender su llamada. Responda a este mensaje y le ayudo. STOP para no recibir mensajes.
    .voice = No pudimos atender su llamada.
apology =
    .sms = { $us ->
            [yes] Disculpe, tuvimos un problema. Guardamos su mensaje y una persona lo va a leer. En una emergencia llame al 911; en una crisis llame o mande un texto al 988.
           *[no] Disculpe, tuvimos un problema. Guardamos su mensaje y una persona lo va a leer. { $emergency_note }
        }
    .voice = { $us ->
            [yes] Disculpe, tuvimos un problema. En una emergencia marque el 911. En una crisis llame al 988.
           *[no] Disculpe, tuvimos un problema. { $emergency_note }
        }
too_many =
    .sms = Son muchos mensajes a la vez; una persona los va a leer y le responde por este medio.
    .voice = Una persona va a seguir con usted.

### Lo que se puede hacer

menu =
    .sms = ¿Le ayudo con algo?
        1 Ver mi cita
        2 Cambiar una cita
        3 Cancelar una cita
        4 Nueva cita
        0 Una persona
    .voice = ¿En qué le ayudo? Marque 1 para saber cuándo es su cita, 2 para cambiarla, 3 para cancelarla, 4 para una cita nueva, o 0 para una persona.
welcome_unknown =
    .sms = Le ayudo con citas, y con nuestra dirección, horario y datos generales. ¿Qué necesita? Responda 0 para una persona.
    .voice = { call_menu.voice }
other_channel =
    .sms = Para una cita, mande un texto o llame al { $phone }. Aquí solo contesto preguntas generales.
    .voice = Para una cita, mande un texto o llame al { $phone }.

### ¿Quién es?: las mismas palabras, exista o no tal paciente

been_here =
    .sms = ¿Ya ha venido a { $clinic }?
        1 Sí
        2 No, es mi primera vez
        0 Una persona
    .voice = ¿Ya ha venido a { $clinic }? Marque 1 para sí, 2 si es su primera vez, o 0 para una persona.
who_are_you =
    .sms = Este número no lo conozco. Mande nombre completo y fecha de nacimiento del paciente, como Ana Luna 14/5/1980.
    .voice = Dígame por favor el nombre completo y la fecha de nacimiento del paciente.
ask_birth =
    .sms = ¿Y la fecha de nacimiento? Día, mes y año, como 14/5/1980.
    .voice = ¿Y la fecha de nacimiento? Día, mes y año.
ask_name =
    .sms = ¿Y el nombre completo? Nombre y apellido, por favor.
    .voice = ¿Y el nombre completo? Nombre y apellido, por favor.
identity_again =
    .sms = No coincide. Revise y mande otra vez nombre completo y fecha de nacimiento, o 0 para una persona.
    .voice = No coincide. Diga otra vez nombre completo y fecha de nacimiento, o marque 0 para una persona.
identity_other_way =
    .sms = Tampoco coincide. Mande el nombre como en su seguro y la fecha como día/mes/año, o 0 para una persona.
    .voice = Tampoco coincide. Diga el nombre como en su seguro y la fecha con día, mes y año, o marque 0 para una persona.
identity_person =
    .sms = Sigue sin coincidir; ya avisé a una persona. Puede mandar nombre y fecha de nacimiento una vez más.
    .voice = Sigue sin coincidir; ya avisé a una persona. Puede intentarlo una vez más.
identified =
    .sms = ¡Gracias!
    .voice = ¡Gracias!

### ¿Cuándo es mi cita?

next_visit =
    .sms = Su próxima cita: { $visits }.
    .voice = Su próxima cita: { $visits }.
next_visits =
    .sms = Sus citas:
        { $visits }
    .voice = Sus próximas citas: { $visits }.
no_visits =
    .sms = No veo citas pendientes con este número. Responda 0 y una persona lo revisa.
    .voice = No veo citas pendientes con este número. Marque 0 y una persona lo revisa.

### ¿Cuál?

which_to_move =
    .sms = ¿Cuál quiere cambiar?
        { $options }
        0 Una persona
    .voice = ¿Cuál cita quiere cambiar? { $options }. O 0 para una persona.
which_to_cancel =
    .sms = ¿De cuál se trata?
        { $options }
        0 Una persona
    .voice = ¿De cuál cita se trata? { $options }. O 0 para una persona.
which_to_change =
    .sms = ¿Cuál quiere cambiar?
        { $options }
        0 Una persona
    .voice = ¿Cuál cita necesita cambiar? { $options }. O 0 para una persona.
which_to_confirm =
    .sms = ¿A cuál cita viene?
        { $options }
        0 Una persona
    .voice = ¿A cuál cita viene? { $options }. O 0 para una persona.

### Confirmar

confirm_again =
    .sms = ¿Y { $visits_count ->
            [one] { $visit }?
           *[other] sus citas?
        }{ $list }
        1 confirmar, 2 cambiar, 0 persona.
    .voice = ¿Y { $visits_count ->
            [one] { $visit }?
           *[other] sus citas?
        }{ $list } Marque 1 para confirmar, 2 para cambiar, o 0 para una persona.
confirmed =
    .sms = Gracias, { $visits_count ->
            [one] { $visit }, queda confirmada.
           *[other] quedan confirmadas:
        }{ $list }
    .voice = Gracias, { $visits_count ->
            [one] { $visit }, queda confirmada.
           *[other] quedan confirmadas:
        }{ $list }
moved_meanwhile =
    .sms = La hora cambió después de ese aviso.
    .voice = La hora cambió después de ese recordatorio.
visit_gone =
    .sms = Esa cita ya no figura en nuestro calendario; no se hizo ningún cambio. Responda 0 para una persona.
    .voice = Esa cita ya no figura en nuestro calendario; no se hizo ningún cambio. Marque 0 para una persona.
move_or_cancel =
    .sms = ¿Qué hago con { $visit }?
        1 Buscar otra hora
        2 Cancelarla
        0 Una persona
    .voice = De acuerdo. ¿Qué hago con { $visit }? Marque 1 para buscar otra hora, 2 para cancelarla, o 0 para una persona.

### Cancelar

confirm_cancel =
    .sms = ¿Cancelo { $visit }? 1 cancelarla, 2 dejarla, 3 otra hora.
    .voice = ¿Cancelo { $visit }? Marque 1 para cancelarla, 2 para dejarla, o 3 para otra hora.
confirm_cancel_all =
    .sms = ¿Cancelo todas?
        { $visits }
        1 cancelarlas, 2 dejarlas.
    .voice = ¿Cancelo todas estas? { $visits }. Marque 1 para cancelarlas, o 2 para dejarlas.
cancelled =
    .sms = Listo: cancelada { $visit }.
    .voice = Listo: cancelada { $visit }.
cancelled_all =
    .sms = Listo, canceladas:
        { $visits }
    .voice = Listo. Canceladas: { $visits }.
offer_new_time =
    .sms = ¿Todavía necesita la cita? 1 buscar otra hora, 2 no.
    .voice = ¿Todavía necesita la cita? Marque 1 para buscar otra hora, o 2 si no.
kept_as_booked =
    .sms = De acuerdo, todo queda como estaba.
    .voice = De acuerdo, todo queda como estaba.
all_set =
    .sms = De acuerdo. ¡Que le vaya bien!
    .voice = De acuerdo. ¡Que le vaya bien!

### Cambiar

when_suits =
    .sms = ¿Qué día u hora prefiere? Por ahora dejo { $visit }.
    .voice = ¿Qué día u hora prefiere? Mientras tanto dejo { $visit }. { call_earliest.voice }
when_suits_again =
    .sms = ¿Qué día u hora prefiere para la cita?
    .voice = ¿Qué día u hora prefiere para la cita? { call_earliest.voice }
other_days =
    .sms = ¿Qué otro día u hora prefiere? Por ahora nada ha cambiado.
    .voice = ¿Qué otro día u hora prefiere? Por ahora nada ha cambiado. { call_earliest.voice }
offer_slots =
    .sms = Le ofrezco:
        { $options }
        Responda el número u otro día.
    .voice = Le ofrezco: { $options }. { call_pick.voice }
offer_slots_again =
    .sms = Su nueva hora:
        { $options }
        Responda el número u otro día.
    .voice = Volvamos a su nueva hora. { $options }. { call_pick.voice }
offer_nearest =
    .sms = Entonces no hay. Lo más cercano:
        { $options }
        Número u otro día.
    .voice = Lo siento, entonces no hay lugar. Lo más cercano: { $options }. { call_pick.voice }
confirm_move =
    .sms = ¿Cambio { $whose } al { $slot_with }? 1 cambiarla, 2 otra hora.
    .voice = ¿Cambio { $visit } al { $slot_with }? Marque 1 para cambiarla, o 2 para otra hora.
moved =
    .sms = Listo, cambié { $visit_now }. ¡Le esperamos!
    .voice = Listo, cambié { $visit_now }. ¡Le esperamos!
just_taken =
    .sms = Esa hora se acaba de ocupar.
    .voice = Lo siento, esa hora se acaba de ocupar.
hold_expired =
    .sms = Esa hora ya no estaba guardada.
    .voice = Esa hora ya no estaba guardada; busqué de nuevo.
cannot_move =
    .sms = No pude cambiarla; queda como estaba. Una persona le va a escribir.
    .voice = No pude cambiarla; queda como estaba. Una persona se comunica con usted.
visit_kept =
    .sms = { $name ->
            [none] Su cita
           *[named] La cita de { $name }
        } del { $when }
    .voice = { $name ->
            [none] Su cita
           *[named] La cita de { $name }
        } del { $when }
person_finds_time =
    .sms = Gracias. Una persona le va a escribir con horas.
    .voice = Gracias. Una persona se comunica con usted con horas.

### Lista de espera

waitlist_offer =
    .sms = { $clinic }: hay una hora libre{ $name ->
            [none] {""}
           *[named] {" "}para { $name }
        }: { $slot_with }. Responda 1 para tomarla, 2 para dejarla pasar, 3 para salir de la lista de espera. La guardo { $minutes } minutos.
    .voice = Le habla { $clinic }. Hay una hora libre{ $name ->
            [none] {""}
           *[named] {" "}para { $name }
        }: { $slot_with }. Marque 1 para tomarla, 2 para dejarla pasar, o 3 para salir de la lista de espera.
waitlist_offer_instead =
    .sms = { $clinic }: hay una hora libre: { $slot_with }, en lugar de { $visit }. Responda 1 para tomarla, 2 para dejarla pasar, 3 para salir de la lista de espera. La guardo { $minutes } minutos.
    .voice = Le habla { $clinic }. Hay una hora libre: { $slot_with }, en lugar de { $visit }. Marque 1 para tomarla, 2 para dejarla pasar, o 3 para salir de la lista de espera.
offer_taken =
    .sms = Listo. Reservé { $visit }. ¡Nos vemos!
    .voice = Listo. Reservé { $visit }. ¡Nos vemos!
offer_passed =
    .sms = De acuerdo, se la ofreceré a otra persona. Usted sigue en su lugar de la lista de espera.
    .voice = De acuerdo, se la ofreceré a otra persona. Usted sigue en su lugar de la lista de espera.
offer_gone =
    .sms = Lo siento, esa hora ya no está libre. Usted sigue en su lugar de la lista de espera y le escribiré cuando haya otra hora.
    .voice = Lo siento, esa hora ya no está libre. Usted sigue en su lugar de la lista de espera.
offer_withdrawn =
    .sms = { $clinic }: lo siento, la hora que le ofrecí, { $slot_with }, ya no está libre. Usted sigue en su lugar de la lista de espera.
    .voice = Le habla { $clinic }. Lo siento, la hora que le ofrecí, { $slot_with }, ya no está libre. Usted sigue en su lugar de la lista de espera.
offer_waitlist =
    .sms = Lo siento, no encuentro nada libre. { $visit_kept } sigue como estaba. Responda 1 para la lista de espera: le escribiré cuando haya una hora. 2 para dejarlo así, 0 para una persona.
    .voice = Lo siento, no encuentro nada libre. { $visit_kept } sigue como estaba. Marque 1 para la lista de espera, 2 para dejarlo así, o 0 para una persona.
waitlisted =
    .sms = Está en la lista de espera. Le escribiré cuando haya una hora libre. Nada más ha cambiado.
    .voice = Está en la lista de espera. Le avisaré cuando haya una hora libre. Nada más ha cambiado.
waitlist_left =
    .sms = De acuerdo, ya no está en la lista de espera.
    .voice = De acuerdo, ya no está en la lista de espera.
not_waitlisted =
    .sms = No está en la lista de espera, así que no hay nada que cambiar.
    .voice = No está en la lista de espera, así que no hay nada que cambiar.
### Reservar

which_kind =
    .sms = ¿Qué tipo de cita quiere?
        { $options }
        0 Una persona
    .voice = ¿Qué tipo de cita quiere? { $options }. O 0 para una persona.
for_whom =
    .sms = ¿Para quién es la cita?
        { $options }
        0 Una persona
    .voice = ¿Para quién es la cita? { $options }. O 0 para una persona.
book_when =
    .sms = { $kind }: ¿qué día u hora prefiere? Si quiere, dígame también con quién.
    .voice = { $kind }. ¿Qué día u hora prefiere? Si quiere, dígame también con quién.
book_when_again =
    .sms = ¿Qué día u hora prefiere para la cita nueva?
    .voice = ¿Qué día u hora prefiere para la cita nueva?
book_other_days =
    .sms = ¿Qué otro día u hora prefiere? Por ahora nada está reservado.
    .voice = ¿Qué otro día u hora prefiere? Por ahora nada está reservado.
book_offer_again =
    .sms = Su cita nueva:
        { $options }
        Responda el número u otro día.
    .voice = Volvamos a su cita nueva. { $options }. Diga el número u otro día.
confirm_book =
    .sms = ¿La reservo? { $kind }{ $name ->
            [none] {""}
           *[named] {" "}para { $name }
        }, { $slot_with }. 1 reservarla, 2 otra hora.
    .voice = ¿La reservo? { $kind }{ $name ->
            [none] {""}
           *[named] {" "}para { $name }
        }, { $slot_with }. Marque 1 para reservarla, o 2 para otra hora.
booked =
    .sms = Listo, reservada { $visit }. ¡Le esperamos!
    .voice = Listo, reservada { $visit }. ¡Le esperamos!
book_offer_waitlist =
    .sms = Lo siento, no hay nada libre. 1 para la lista de espera, 2 para dejarlo, 0 para una persona; o dígame otro día.
    .voice = Lo siento, no hay nada libre. Marque 1 para la lista de espera, 2 para dejarlo, 0 para una persona, o dígame otro día.
nothing_booked =
    .sms = De acuerdo, no reservé nada.
    .voice = De acuerdo, no reservé nada.

### No más textos, número equivocado

visit_or_texts =
    .sms = Para estar seguros, ¿qué paro?
        1 Cancelar una cita
        2 No recibir más textos
        0 Una persona
    .voice = Para estar seguros: marque 1 para cancelar una cita, 2 para no recibir más mensajes, o 0 para una persona.
opted_out =
    .sms = { $clinic }: no le mandamos más textos. Si cambia de idea, envíe START.
    .voice = No recibirá más mensajes nuestros.
muted_reminders =
    .sms = De acuerdo, no más recordatorios. Si cambia una cita le avisamos. STOP: no recibir textos.
    .voice = De acuerdo, no más recordatorios.
muted_waitlist =
    .sms = De acuerdo, nada más de la lista de espera. Lo demás sigue igual. STOP: no recibir textos.
    .voice = De acuerdo, nada más de la lista de espera.
muted_campaigns =
    .sms = De acuerdo, no más textos de ese tipo. Lo demás sigue igual. STOP: no recibir textos.
    .voice = De acuerdo, no más mensajes de ese tipo.
wrong_number =
    .sms = Disculpe la molestia. Dejaremos de escribir a este número.
    .voice = Disculpe la molestia. Dejaremos de llamar a este número.

### Una persona, por favor

asked_for_person =
    .sms = Claro.
    .voice = Claro que sí.
staff_here =
    .sms = Alguien de nuestro equipo le va a escribir por este medio.
    .voice = Alguien de nuestro equipo le ayuda.
staff_next =
    .sms = Nuestro equipo vuelve el { $when } y le va a escribir.
    .voice = Nuestro equipo vuelve el { $when } y se comunica con usted.
staff_later =
    .sms = Nuestro equipo le va a escribir cuando vuelva.
    .voice = Nuestro equipo se comunica con usted cuando vuelva.
staff_calls_here =
    .sms = Alguien de nuestro equipo le va a llamar.
    .voice = Alguien de nuestro equipo le ayuda.
staff_calls_next =
    .sms = Nuestro equipo vuelve el { $when } y le va a llamar.
    .voice = Nuestro equipo vuelve el { $when } y se comunica con usted.
staff_calls_later =
    .sms = Nuestro equipo le va a llamar cuando vuelva.
    .voice = Nuestro equipo se comunica con usted cuando vuelva.
passed_on =
    .sms = Gracias, ya lo tiene nuestro equipo.
    .voice = Gracias, ya lo tiene nuestro equipo.
not_understood =
    .sms = Disculpe, no le entiendo; una persona le va a ayudar.
    .voice = Disculpe, no le entiendo; una persona le va a ayudar.
needs_staff =
    .sms = Eso lo ve nuestro equipo; ya le pasé su mensaje.
    .voice = Eso lo ve nuestro equipo; ya le pasé su mensaje.
needs_staff_complaint =
    .sms = Siento mucho lo ocurrido. Ya pasé su mensaje al equipo.
    .voice = Siento mucho lo ocurrido. Ya pasé su mensaje a nuestro equipo.
needs_staff_clinical =
    .sms = No doy consejos médicos; ya avisé al equipo. Si empeora, llame al { $phone }.
    .voice = No puedo dar consejos médicos; ya avisé a nuestro equipo.
needs_staff_identity =
    .sms = Para temas de una cita, desde este número le ayuda una persona.
    .voice = Para temas de una cita, le ayuda una persona. Ya avisé a nuestro equipo.
cannot_book =
    .sms = Esa cita no la puedo reservar por texto; el equipo le busca hora.
    .voice = Esa cita no la puedo reservar; nuestro equipo le busca una hora.
running_late =
    .sms = Gracias por avisar. Ya le dije al equipo que viene con retraso.
    .voice = Gracias por avisar. Ya le dije al equipo que viene con retraso.
late_told =
    .sms = De acuerdo, ya lo sabe el equipo. ¡Maneje con cuidado!
    .voice = De acuerdo, ya lo sabe el equipo. ¡Maneje con cuidado!
how_late =
    .sms = Gracias por avisar; ya lo sabe el equipo. ¿Cuántos minutos tarde llega, más o menos?
    .voice = Gracias por avisar; ya lo sabe el equipo. ¿Cuántos minutos tarde llega, más o menos?
late_fits =
    .sms = Gracias por avisar. Hay tiempo: el equipo le espera { $minutes } minutos después. ¡Maneje con cuidado!
    .voice = Gracias por avisar. Hay tiempo: el equipo le espera { $minutes } minutos después. ¡Maneje con cuidado!
late_too_long =
    .sms = Gracias por avisar; ya lo sabe el equipo. Quizás no alcance el tiempo. 1 otra hora, 2 venir de todos modos.
    .voice = Gracias por avisar; ya lo sabe el equipo. Quizás no alcance el tiempo. Marque 1 para otra hora, o 2 para venir de todos modos.
late_come_anyway =
    .sms = De acuerdo, venga y el equipo ve qué se puede. ¡Maneje con cuidado!
    .voice = De acuerdo, venga y el equipo ve qué se puede. ¡Maneje con cuidado!
arrived_outside =
    .sms = ¡Bienvenido! Ya avisé que espera afuera. Si nadie le escribe pronto, pase a recepción.
    .voice = ¡Bienvenido! Ya avisé que espera afuera.
what_message =
    .sms = Claro. ¿Qué les digo? Su siguiente texto va al equipo tal cual. En una emergencia llame al 911.
    .voice = Claro. ¿Qué les digo?
message_passed =
    .sms = Gracias, ya pasé su mensaje al equipo. Si hace falta, le responden por este medio.
    .voice = Gracias, ya pasé su mensaje al equipo.
contact_passed =
    .sms = Gracias por avisar. El equipo lo confirma con usted y después lo cambia.
    .voice = Gracias por avisar. El equipo lo confirma con usted y después lo cambia.
arrived =
    .sms = ¡Bienvenido! Ya avisé que está aquí. Si nadie viene, pase a recepción.
    .voice = ¡Bienvenido! Ya avisé que está aquí.
media =
    .sms = Gracias, no puedo abrir fotos; nuestro equipo las va a ver.
    .voice = Gracias. Nuestro equipo lo va a ver.

### Preguntas

answer =
    .sms = { $text }
    .voice = { $text }
no_answer =
    .sms = Eso no lo sé; ya le pregunté al equipo.
    .voice = Eso no lo sé; ya le pregunté a nuestro equipo.
address =
    .sms = { $places }
    .voice = { $places }
hours =
    .sms = Nuestro equipo atiende { $hours }.
    .voice = Nuestro equipo atiende { $hours }.
hours_on =
    .sms = El { $day } nuestro equipo atiende { $hours }.
    .voice = El { $day } nuestro equipo atiende { $hours }.
closed_on =
    .sms = El { $day } está cerrado.
    .voice = El { $day } está cerrado.
reminders_come =
    .sms = Sí: le mandaré un recordatorio antes de su cita.
    .voice = Sí: recibirá un recordatorio antes de su cita.
phone =
    .sms = Puede llamarnos al { $phone }.
    .voice = Nuestro número es { $phone }.
prep =
    .sms = { $prep_text }
    .voice = { $prep_text }
length =
    .sms = Dura unos { $minutes } minutos.
    .voice = Dura unos { $minutes } minutos.
no_prep =
    .sms = No tengo instrucciones especiales para su cita. Responda 0 para una persona.
    .voice = No tengo instrucciones especiales para su cita. Marque 0 para una persona.

### Reparaciones

repair_first =
    .sms = Disculpe, no entendí.
    .voice = Disculpe, no entendí.
repair_second =
    .sms = No sé a qué se refiere. Basta un número, o 0 para una persona.
    .voice = No sé a qué se refiere. Marque un número, o 0 para una persona.
repair_open =
    .sms = No sé a qué se refiere. Dígamelo de otra manera, o responda 0 para una persona.
    .voice = No sé a qué se refiere. Dígamelo de otra manera, o marque 0 para una persona.
no_such_day =
    .sms = Ese día no existe en el calendario.
    .voice = Ese día no existe en el calendario.
lost =
    .sms = Disculpe, perdí el hilo. Empecemos de nuevo; nada cambió.
    .voice = Disculpe, perdí el hilo. Empecemos de nuevo; nada cambió.
nothing_open =
    .sms = No hay nada pendiente de respuesta.
    .voice = No hay nada pendiente de respuesta.
youre_welcome =
    .sms = ¡De nada!
    .voice = ¡De nada!
goodbye =
    .sms = ¡Que le vaya bien!
    .voice = ¡Que le vaya bien!
language_changed =
    .sms = De acuerdo, seguimos en español.
    .voice = De acuerdo, seguimos en español.

### After a visit, and campaigns

no_show_followup =
    .sms = { $clinic }: le esperábamos en { $visit }. ¿Quiere otra hora? Responda 1 para otra hora, 2 si no, 0 para una persona.
    .voice = Le llamamos de { $clinic }. Le esperábamos en { $visit }. ¿Quiere otra hora? Marque 1 para otra hora, 2 si no, o 0 para una persona.
recall_due =
    .sms = { $clinic }: { $count ->
            [one] hace un mes
            [12] hace un año
           *[other] hace { $count } meses
        } de la última visita{ $name ->
            [none] {""}
           *[named] {" "}de { $name }
        } ({ $kind }). ¿Quiere reservar la próxima? Responda 1 para reservar, 2 para ahora no, 0 para una persona.
    .voice = Le llamamos de { $clinic }. { $count ->
            [one] Hace un mes
            [12] Hace un año
           *[other] Hace { $count } meses
        } de la última visita{ $name ->
            [none] {""}
           *[named] {" "}de { $name }
        } ({ $kind }). ¿Quiere reservar la próxima? Marque 1 para reservar, 2 para ahora no, o 0 para una persona.
not_now =
    .sms = De acuerdo. Escríbanos cuando le convenga.
    .voice = De acuerdo. Llámenos cuando le convenga.
survey_score =
    .sms = { $clinic }: ¿qué tal fue { $visit }? Responda con un número del 1 (mal) al 5 (muy bien). Ayuda a nuestro equipo. 0 para una persona.
    .voice = Le llamamos de { $clinic }. ¿Qué tal fue { $visit }? Marque un número del 1, mal, al 5, muy bien, o 0 para una persona.
survey_word =
    .sms = ¡Gracias! ¿Quiere decirnos por qué, en pocas palabras? Responda NO para dejarlo así.
    .voice = ¡Gracias! ¿Quiere decirnos por qué, en pocas palabras?
survey_why =
    .sms = Lo sentimos. ¿Qué deberíamos hacer mejor? Lo leerá una persona del equipo. Responda NO para dejarlo así.
    .voice = Lo sentimos. ¿Qué deberíamos hacer mejor? Lo oirá una persona del equipo.
survey_thanks =
    .sms = ¡Gracias por decírnoslo!
    .voice = ¡Gracias por decírnoslo!
survey_passed =
    .sms = Gracias. Una persona del equipo lo verá.
    .voice = Gracias. Una persona del equipo lo verá.
results_notice =
    .sms = { $clinic }: hay un mensaje de la clínica para usted. Responda aquí o llámenos al { $phone }.
    .voice = Le llamamos de { $clinic }. Hay un mensaje de la clínica para usted. Llámenos al { $phone }.
results_passed =
    .sms = Gracias. Ya lo sabe el equipo; una persona se comunicará con usted.
    .voice = Gracias. Ya lo sabe el equipo; una persona se comunicará con usted.
campaign =
    .sms = { $clinic }: { $text }
    .voice = Le llamamos de { $clinic }. { $text }
campaign_recall =
    .sms = { $clinic }: { $text } Responda 1 para reservar, 2 para ahora no.
    .voice = Le llamamos de { $clinic }. { $text } Marque 1 para reservar, o 2 para ahora no.

one_by_one =
    .sms = Vamos por partes: enseguida veo lo otro.
    .voice = Vamos por partes: enseguida veo lo otro.
not_on_file =
    .sms = Solo reservo para pacientes de este número; ya avisé al equipo.
    .voice = Solo reservo para pacientes de este número; ya avisé al equipo.
noted =
    .sms = Anotado.
    .voice = Anotado.
muted_calls =
    .sms = De acuerdo, ya no llamaremos a este número. Los textos siguen; STOP los termina.
    .voice = De acuerdo, ya no llamaremos a este número. Los textos siguen; STOP los termina.

### Formularios

form_invite =
    .sms = { $clinic }: antes de { $name ->
            [none] su cita
           *[named] la cita de { $name }
        } tenemos { $count ->
            [1] una pregunta corta
           *[other] { $count } preguntas cortas
        } por texto. Responda 1 para empezar, 2 para después, 0 para una persona. STOP: no recibir textos.
    .voice = Le habla { $clinic }. Antes de { $name ->
            [none] su cita
           *[named] la cita de { $name }
        } tenemos unas preguntas cortas. Marque 1 para empezar, 2 para después, o 0 para una persona.
form_chase =
    .sms = { $clinic }: el formulario de { $name ->
            [none] su cita
           *[named] la cita de { $name }
        } sigue abierto y nos ayuda a prepararnos. Responda 1 para seguir, 2 para después, 0 para una persona. STOP: no recibir textos.
    .voice = Le habla { $clinic }. El formulario sigue abierto y nos ayuda a prepararnos. Marque 1 para seguir, 2 para después, o 0 para una persona.
form_invite_again =
    .sms = El formulario sigue abierto. Responda 1 para seguir, 2 para después, 0 para una persona.
    .voice = El formulario sigue abierto. Marque 1 para seguir, 2 para después, o 0 para una persona.
form_text =
    .sms = { $item }
    .voice = { $item }
form_choice =
    .sms = { $item }
        { $options }
    .voice = { $item } { $options }.
form_number =
    .sms = { $item }
        Responda un número o la palabra ninguno.
    .voice = { $item } Diga un número, o ninguno.
form_date =
    .sms = { $item }
        Responda día, mes y año: 14 mayo 1980.
    .voice = { $item } Diga el día, el mes y el año.
form_yes_no =
    .sms = { $item }
        1 Sí
        2 No
    .voice = { $item } Marque 1 para sí, o 2 para no.
form_required =
    .sms = Esta la necesitamos. Si prefiere decírselo a una persona, responda 0.
    .voice = Esta la necesitamos. Si prefiere decírselo a una persona, marque 0.
form_amended =
    .sms = Gracias, ya lo cambié.
    .voice = Gracias, ya lo cambié.
form_later =
    .sms = De acuerdo. Guardé sus respuestas: escriba CONTINUAR cuando quiera.
    .voice = De acuerdo. Guardé sus respuestas. Diga continuar cuando quiera.
form_review =
    .sms = Revise, por favor:
        { $options }
        Responda el número de lo que cambia.
    .voice = Revise, por favor. { $options }.
form_right =
    .sms = Todo está bien
    .voice = todo está bien
form_more =
    .sms = Bien, ver lo demás
    .voice = bien, ver lo demás
form_which =
    .sms = ¿Cuál cambio? Responda su número.
    .voice = ¿Cuál cambio? Diga su número.
form_yes =
    .sms = sí
    .voice = sí
form_no =
    .sms = no
    .voice = no
form_skipped =
    .sms = (sin respuesta)
    .voice = sin respuesta
form_done =
    .sms = Gracias, eso es todo. Nuestro equipo ya tiene sus respuestas.
    .voice = Gracias, eso es todo. Nuestro equipo ya tiene sus respuestas.
no_form =
    .sms = Ahora no hay ningún formulario pendiente. Responda 0 para una persona.
    .voice = Ahora no hay ningún formulario pendiente. Marque 0 para una persona.
form_called_off =
    .sms = Esa cita ya no se hara, asi que sus preguntas ya no hacen falta. Responda 0 para una persona.
    .voice = Esa cita ya no se hará, así que sus preguntas ya no hacen falta. Marque 0 para una persona.
paper_gone =
    .sms = Esas preguntas cambiaron. Escriba CONTINUAR para seguir con el formulario, o 0 para una persona.
    .voice = Esas preguntas cambiaron. Diga continuar para seguir con el formulario, o marque 0 para una persona.

### Seguro

insurance_for_whom =
    .sms = ¿De quién es el seguro?
        { $options }
        0 Una persona
    .voice = ¿De quién es el seguro? { $options }. O 0 para una persona.
insurance_carrier =
    .sms = ¿Cómo se llama su seguro? El nombre está al frente de la tarjeta.
    .voice = ¿Cómo se llama su seguro? El nombre está al frente de la tarjeta.
insurance_member =
    .sms = ¿Y el número de miembro? Letras y números, como en la tarjeta.
    .voice = ¿Y el número de miembro? Diga las letras y los números uno por uno.
insurance_id_unclear =
    .sms = No parece un número de miembro completo: tiene al menos seis letras y números. También sirve una foto.
    .voice = No entendí el número de miembro completo. Tiene al menos seis letras y números.
insurance_id_needed =
    .sms = Sin ese número no podemos verificarlo. Puede mandar una foto o escribir DESPUÉS.
    .voice = Sin ese número no podemos verificarlo. También puede decir después.
insurance_group =
    .sms = ¿La tarjeta trae un número de grupo? Escríbalo, o responda OMITIR.
    .voice = ¿La tarjeta trae un número de grupo? Dígalo, o diga omitir.
insurance_picture =
    .sms = ¿Nos manda una foto del frente de la tarjeta? O responda 1 para seguir sin foto.
    .voice = Después puede mandarnos una foto de la tarjeta por texto. Marque 1 para seguir.
picture_kept =
    .sms = Gracias por la foto. Solo la ve nuestro equipo.
    .voice = Gracias por la foto.
insurance_confirm =
    .sms = ¿Está bien? { $carrier }, número de miembro { $member ->
            [none] como en la foto
           *[told] { $member }
        }, grupo { $group ->
            [none] ninguno
           *[told] { $group }
        }. 1 sí; para cambiar: 2 seguro, 3 número, 4 grupo.
    .voice = ¿Está bien? { $carrier }, número de miembro { $member ->
            [none] como en la foto
           *[told] { $member }
        }, grupo { $group ->
            [none] ninguno
           *[told] { $group }
        }. Marque 1 si está bien. Para cambiar, marque 2 para el seguro, 3 para el número, 4 para el grupo.
insurance_which =
    .sms = ¿Qué cambio? 2 seguro, 3 número de miembro, 4 grupo.
    .voice = ¿Qué cambio? Marque 2 para el seguro, 3 para el número de miembro, 4 para el grupo.
insurance_kept =
    .sms = Gracias. Nuestro equipo lo verifica antes de la cita y le escribe si falta algo.
    .voice = Gracias. Nuestro equipo lo verifica antes de la cita.
insurance_left =
    .sms = De acuerdo. También puede traer la tarjeta a la cita.
    .voice = De acuerdo. También puede traer la tarjeta a la cita.
insurance_person =
    .sms = Todavía no puedo leer el número; le pedí al equipo que le ayude por aquí.
    .voice = Todavía no puedo leer el número; le pedí al equipo que le ayude.
