# What is only said on the telephone, in English. Beside it every message of en.ftl has its `.voice`.

call_greeting =
    .voice = { $clinic }. { $us ->
            [yes] If this is an emergency, hang up and dial 911. For crisis support, call or text 988.{ $gap }{ $emergency_note }
           *[no] { $emergency_note }
        }
call_in_this_language =
    .voice = For English, press star.
call_menu =
    .voice = To confirm your visit, press 1. To change it, press 2. For anything else, just tell me. For a person, press 0.
call_birth =
    .voice = First I need to know who is calling. Please key in your date of birth with eight digits, the month, the day and the year, or say it.
call_birth_no_date =
    .voice = That is no date that I know. Please key in two digits for the month, two for the day and four for the year.
call_wrong =
    .voice = I could not find you with that. Please key in the date of birth once more, with eight digits. For a person, press 0.
call_name =
    .voice = Thank you. Now please say your first and your last name.
call_locked =
    .voice = I cannot look anything up from this number now, so a person needs to help you.
call_visit =
    .voice = { $visits_count ->
            [one] I see { $visit }. To confirm it, press 1. To change it, press 2.
           *[other] I see your visits.{ $list } To confirm them, press 1. To change one, press 2.
        } For something else, just tell me.
call_anything_else =
    .voice = Is there anything else? Just tell me, or hang up.
call_person_offer =
    .voice = To talk to our team, press 0.
call_goodbye =
    .voice = Goodbye, and take care!
call_silence_first =
    .voice = Are you still there?
call_silence_keys =
    .voice = I can't hear you. Please use the keys of your telephone.
call_unclear_first =
    .voice = Sorry, I did not hear that well. Please say it once more.
call_unclear_keys =
    .voice = Sorry, the line is not good enough for me. Please use the keys of your telephone.
call_to_person =
    .voice = I will find a person for you.
call_long =
    .voice = This is taking long, so a person should help you.
call_connecting =
    .voice = I am connecting you with our team. Please hold the line.
call_nobody =
    .voice = I'm sorry, nobody can take your call right now.
call_leave =
    .voice = To be called back instead, press 1 now. Otherwise leave us a message after the tone. It will be recorded. Press pound when you are done.
call_left =
    .voice = Thank you. Our team will hear your message.
call_not_left =
    .voice = I did not get a message.
call_times =
    .voice = When shall we call you? { $count ->
            [one] Press 1 for { $first }.
           *[other] Press 1 for { $first }, or 2 for { $second }.
        }
call_back =
    .voice = Thank you. Our team will call you on { $when }.
call_back_soon =
    .voice = Thank you. Our team will call you back.
call_stopped =
    .voice = You will get no more automatic calls from us.
call_stop_hint =
    .voice = To stop these calls, press 9.
call_reach =
    .voice = Hello, this is { $clinic }, calling for { $name }. If you are { $name }, or if you take care of visits for { $name }, press 1. { call_stop_hint.voice }
call_reach_unnamed =
    .voice = Hello, this is { $clinic }. To hear our message, press 1. { call_stop_hint.voice }
call_machine =
    .voice = This is { $clinic }. Please call us at { $phone }.
call_whisper =
    .voice = A call for { $clinic }. { $reason ->
            [billing] It is about billing.
            [insurance] It is about insurance.
            [referral] It is about a referral.
            [records] It is about records.
            [results] It is about results.
            [medication] It is about medication.
            [clinical_question] It is a clinical question.
            [complaint] It is a complaint.
            [cannot_book] The caller needs a time for a visit.
            [not_understood] I did not understand the caller.
            [identity] The caller could not be identified.
           *[other] The caller asks for a person.
        } { $name ->
            [none] The caller is not identified.
           *[named] The caller speaks for { $name }.
        }
call_option =
    .voice = press { $number } for { $option }
call_pick =
    .voice = For later times, press { $more_key }. To hear them again, press 8. Or tell me another day.
call_earliest =
    .voice = Tell me a day, or press 1 for the earliest times.
call_stopped_before =
    .voice = You get no automatic calls from us. To get them again, press 1. To leave it so, press 2.
call_resumed =
    .voice = You will get our automatic calls again. To stop them, press 9.
