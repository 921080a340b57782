# Lo que solo se dice por teléfono, en español. Además cada mensaje de es.ftl tiene su `.voice`.

call_greeting =
    .voice = { $clinic }. { $us ->
            [yes] Si es una emergencia, cuelgue y marque el 911. Para apoyo en una crisis, llame o envíe un mensaje al 988.{ $gap }{ $emergency_note }
           *[no] { $emergency_note }
        }
call_in_this_language =
    .voice = Para español, oprima la tecla de asterisco.
call_menu =
    .voice = Para confirmar su cita, marque 1. Para cambiarla, marque 2. Para otra cosa, solo dígame. Para hablar con una persona, marque 0.
call_birth =
    .voice = Primero necesito saber quién llama. Marque su fecha de nacimiento con ocho números, el mes, el día y el año, o dígala.
call_birth_no_date =
    .voice = Esa no es una fecha que conozca. Marque dos números para el mes, dos para el día y cuatro para el año.
call_wrong =
    .voice = No encontré a nadie con eso. Marque otra vez la fecha de nacimiento con ocho números. Para hablar con una persona, marque 0.
call_name =
    .voice = Gracias. Ahora diga su nombre y su apellido.
call_locked =
    .voice = Ahora no puedo consultar nada desde este número, así que debe ayudarle una persona.
call_visit =
    .voice = { $visits_count ->
            [one] Veo { $visit }. Para confirmarla, marque 1. Para cambiarla, marque 2.
           *[other] Veo sus citas.{ $list } Para confirmarlas, marque 1. Para cambiar una, marque 2.
        } Para otra cosa, solo dígame.
call_anything_else =
    .voice = ¿Algo más? Solo dígame, o cuelgue.
call_person_offer =
    .voice = Para hablar con nuestro equipo, marque 0.
call_goodbye =
    .voice = ¡Adiós, que le vaya bien!
call_silence_first =
    .voice = ¿Sigue ahí?
call_silence_keys =
    .voice = No le oigo. Use las teclas de su teléfono.
call_unclear_first =
    .voice = Perdón, no oí bien. Dígalo otra vez, por favor.
call_unclear_keys =
    .voice = Perdón, la línea no se oye bien. Use las teclas de su teléfono.
call_to_person =
    .voice = Voy a buscar a una persona para usted.
call_long =
    .voice = Esto está tardando mucho, así que debe ayudarle una persona.
call_connecting =
    .voice = Le comunico con nuestro equipo. Espere en la línea.
call_nobody =
    .voice = Lo siento, nadie puede atender su llamada ahora.
call_leave =
    .voice = Si prefiere que le llamemos, marque 1 ahora. Si no, deje un mensaje después del tono. Se va a grabar. Oprima la tecla de número al terminar.
call_left =
    .voice = Gracias. Nuestro equipo va a escuchar su mensaje.
call_not_left =
    .voice = No recibí ningún mensaje.
call_times =
    .voice = ¿Cuándo le llamamos? { $count ->
            [one] Marque 1 para el { $first }.
           *[other] Marque 1 para el { $first }, o 2 para el { $second }.
        }
call_back =
    .voice = Gracias. Nuestro equipo le va a llamar el { $when }.
call_back_soon =
    .voice = Gracias. Nuestro equipo le va a llamar.
call_stopped =
    .voice = Ya no le haremos llamadas automáticas.
call_stop_hint =
    .voice = Para no recibir más estas llamadas, marque 9.
call_reach =
    .voice = Hola, habla { $clinic }, con una llamada para { $name }. Si usted es { $name }, o si se encarga de las citas de { $name }, marque 1. { call_stop_hint.voice }
call_reach_unnamed =
    .voice = Hola, habla { $clinic }. Para oír nuestro mensaje, marque 1. { call_stop_hint.voice }
call_machine =
    .voice = Habla { $clinic }. Por favor llámenos al { $phone }.
call_whisper =
    .voice = Una llamada para { $clinic }. { $reason ->
            [billing] Es sobre facturación.
            [insurance] Es sobre el seguro.
            [referral] Es sobre una referencia.
            [records] Es sobre el expediente.
            [results] Es sobre resultados.
            [medication] Es sobre medicamentos.
            [clinical_question] Es una pregunta médica.
            [complaint] Es una queja.
            [cannot_book] Necesita una hora para una cita.
            [not_understood] No entendí a quien llama.
            [identity] No se pudo identificar a quien llama.
           *[other] Pide hablar con una persona.
        } { $name ->
            [none] No se sabe quién llama.
           *[named] Quien llama habla por { $name }.
        }
call_option =
    .voice = marque { $number } para { $option }
call_pick =
    .voice = Para horas más tarde, marque { $more_key }. Para oírlas otra vez, marque 8. O dígame otro día.
call_earliest =
    .voice = Dígame un día, o marque 1 para lo más pronto posible.
call_stopped_before =
    .voice = No recibe llamadas automáticas nuestras. Para volver a recibirlas, marque 1. Para dejarlo así, marque 2.
call_resumed =
    .voice = Volverá a recibir nuestras llamadas automáticas. Para detenerlas, marque 9.
