# What the bot says, in English. `.sms` fits two segments of GSM-7 with long names; `.voice` is read aloud.
# Digits are offered, never a word that phone companies act on. One question a message; no diagnosis, ever.

### Building blocks

visit =
    .sms = { $name ->
            [none] your visit
           *[named] { $name }'s visit
        } with { $provider } on { $when }
    .voice = { $name ->
            [none] your visit
           *[named] { $name }'s visit
        } with { $provider } on { $when }
visit_alone =
    .sms = { $name ->
            [none] your visit
           *[named] { $name }'s visit
        } on { $when }
    .voice = { $name ->
            [none] your visit
           *[named] { $name }'s visit
        } on { $when }
slot_with =
    .sms = { $when } with { $provider }
    .voice = { $when } with { $provider }
whose =
    .sms = { $name ->
            [none] your visit
           *[named] { $name }'s visit
        }
    .voice = { $name ->
            [none] your visit
           *[named] { $name }'s visit
        }
and_more =
    .sms = and { $count } more
    .voice = and { $count } more
from_clinic =
    .sms = { $clinic }:
    .voice = This is { $clinic }.

### Emergencies: fixed words

emergency =
    .sms = { $us ->
            [yes] This may be an emergency: please call 911 now, or go to the nearest emergency room. Do not wait for a text from us. Our staff will see this too.{ $gap }{ $emergency_note }
           *[no] { $emergency_note }
        }
    .voice = { $us ->
            [yes] This may be an emergency. Please hang up and dial 911 now, or go to the nearest emergency room. Our staff will see this too.{ $gap }{ $emergency_note }
           *[no] { $emergency_note }
        }
crisis =
    .sms = { $us ->
            [yes] I'm glad you told us, and you are not alone. Please call or text 988 now: someone is there day and night. If anyone is in danger, call 911. Our staff will see this too.{ $gap }{ $emergency_note }
           *[no] { $emergency_note }
        }
    .voice = { $us ->
            [yes] I'm glad you told us, and you are not alone. Please call or text 988 now. Someone is there day and night. If anyone is in danger, dial 911. Our staff will see this too.{ $gap }{ $emergency_note }
           *[no] { $emergency_note }
        }
alarm_waiting =
    .sms = { $us ->
            [yes] A person on our staff will read this. If it is an emergency, call 911; to talk to someone now, call or text 988.
           *[no] A person on our staff will read this. { $emergency_note }
        }
    .voice = { $us ->
            [yes] A person on our staff will hear this. If it is an emergency, dial 911. To talk to someone now, call or text 988.
           *[no] A person on our staff will hear this. { $emergency_note }
        }

### Reminders and news

reminder_confirm =
    .sms = { $visits_count ->
            [one] { $clinic }: a reminder of { $visit }.
           *[other] { $clinic }: a reminder of your visits.
        }{ $list }{ $prep }
        Reply 1 to confirm, 2 to change, 0 for a person. STOP to opt out.
    .voice = { $visits_count ->
            [one] This is { $clinic } with a reminder of { $visit }.
           *[other] This is { $clinic } with a reminder of your visits.
        }{ $list }{ $prep } Press 1 to confirm, 2 to change, or 0 for a person.
reminder_inform =
    .sms = { $visits_count ->
            [one] { $clinic }: a reminder of { $visit }.
           *[other] { $clinic }: a reminder of your visits.
        }{ $list }{ $prep }
        Reply 0 for a person. STOP to opt out.
    .voice = { $visits_count ->
            [one] This is { $clinic } with a reminder of { $visit }.
           *[other] This is { $clinic } with a reminder of your visits.
        }{ $list }{ $prep } Press 0 for a person.
moved_by_clinic =
    .sms = { $clinic }: we moved { $visit_now }. Reply 2 if that does not suit you, 0 for a person.
    .voice = This is { $clinic }. We moved { $visit_now }. Press 2 if that does not suit you, or 0 for a person.
visit_now =
    .sms = { $name ->
            [none] your visit
           *[named] { $name }'s visit
        } with { $provider } to { $when }
    .voice = { $name ->
            [none] your visit
           *[named] { $name }'s visit
        } with { $provider } to { $when }
visit_now_alone =
    .sms = { $name ->
            [none] your visit
           *[named] { $name }'s visit
        } to { $when }
    .voice = { $name ->
            [none] your visit
           *[named] { $name }'s visit
        } to { $when }
cancelled_by_clinic =
    .sms = { $clinic }: we are sorry, we had to cancel { $visit }. Reply 0 and a person will find you a new time.
    .voice = This is { $clinic }. We are sorry, we had to cancel { $visit }. Press 0 and a person will find you a new time.
missed_call =
    .sms = { $clinic }: we missed your call. Reply here and I can help, 0 for a person. STOP to opt out.
    .voice = We missed your call.
apology =
    .sms = { $us ->
            [yes] Sorry, something went wrong on our side. We kept your message and a person will read it. In an emergency call 911; for crisis support call or text 988.
           *[no] Sorry, something went wrong on our side. We kept your message and a person will read it. { $emergency_note }
        }
    .voice = { $us ->
            [yes] Sorry, something went wrong on our side. In an emergency dial 911. For crisis support call or text 988.
           *[no] Sorry, something went wrong on our side. { $emergency_note }
        }
too_many =
    .sms = That was a lot at once, so a person will read your messages and answer you here.
    .voice = A person will take it from here.

### What can be done here

menu =
    .sms = How can I help?
        1 When is my visit
        2 Move a visit
        3 Cancel a visit
        0 A person
    .voice = How can I help? Press 1 to hear when your visit is, 2 to move it, 3 to cancel it, or 0 for a person.
welcome_unknown =
    .sms = I can tell you our address, hours and other general things here. For anything about a visit, reply 0 and a person will help.
    .voice = { call_menu.voice }

### When is my visit

next_visit =
    .sms = Your next visit: { $visits }.
    .voice = Your next visit: { $visits }.
next_visits =
    .sms = Your next visits:
        { $visits }
    .voice = Your next visits: { $visits }.
no_visits =
    .sms = I see no upcoming visit for this number. Reply 0 and a person will look into it.
    .voice = I see no upcoming visit for this number. Press 0 and a person will look into it.

### Which one

which_to_move =
    .sms = Which visit would you like to move?
        { $options }
        0 A person
    .voice = Which visit would you like to move? { $options }. Or 0 for a person.
which_to_cancel =
    .sms = Which visit is it about?
        { $options }
        0 A person
    .voice = Which visit is it about? { $options }. Or 0 for a person.
which_to_change =
    .sms = Which visit do you need to change?
        { $options }
        0 A person
    .voice = Which visit do you need to change? { $options }. Or 0 for a person.
which_to_confirm =
    .sms = Which visit will you come to?
        { $options }
        0 A person
    .voice = Which visit will you come to? { $options }. Or 0 for a person.

### Confirm

confirm_again =
    .sms = And { $visits_count ->
            [one] { $visit }?
           *[other] your visits?
        }{ $list }
        Reply 1 to confirm, 2 to change, 0 for a person.
    .voice = And { $visits_count ->
            [one] { $visit }?
           *[other] your visits?
        }{ $list } Press 1 to confirm, 2 to change, or 0 for a person.
confirmed =
    .sms = Thank you, { $visits_count ->
            [one] { $visit } is confirmed.
           *[other] these visits are confirmed:
        }{ $list }
    .voice = Thank you, { $visits_count ->
            [one] { $visit } is confirmed.
           *[other] these visits are confirmed:
        }{ $list }
moved_meanwhile =
    .sms = The time has changed since that reminder.
    .voice = The time has changed since that reminder.
visit_gone =
    .sms = That visit is no longer in our calendar, so nothing was changed. Reply 0 for a person.
    .voice = That visit is no longer in our calendar, so nothing was changed. Press 0 for a person.
move_or_cancel =
    .sms = No problem. What shall I do with { $visit }?
        1 Find another time
        2 Cancel it
        0 A person
    .voice = No problem. What shall I do with { $visit }? Press 1 to find another time, 2 to cancel it, or 0 for a person.

### Cancel

confirm_cancel =
    .sms = Shall I cancel { $visit }? Reply 1 to cancel it, 2 to keep it.
    .voice = Shall I cancel { $visit }? Press 1 to cancel it, or 2 to keep it.
confirm_cancel_all =
    .sms = Shall I cancel all of these?
        { $visits }
        Reply 1 to cancel them, 2 to keep them.
    .voice = Shall I cancel all of these? { $visits }. Press 1 to cancel them, or 2 to keep them.
cancelled =
    .sms = Done: { $visit } is cancelled.
    .voice = Done: { $visit } is cancelled.
cancelled_all =
    .sms = Done, cancelled:
        { $visits }
    .voice = Done. These are cancelled: { $visits }.
offer_new_time =
    .sms = Would you like a new time? Reply 1 and a person will find one with you, 2 for no thanks.
    .voice = Would you like a new time? Press 1 and a person will find one with you, or 2 for no thanks.
kept_as_booked =
    .sms = All right, nothing was changed.
    .voice = All right, nothing was changed.
all_set =
    .sms = All right. Take care!
    .voice = All right. Take care!

### Reschedule

when_suits =
    .sms = What day or time would suit you better? I'll keep { $visit } until the new time is booked.
    .voice = What day or time would suit you better? I'll keep { $visit } until the new time is booked. { call_earliest.voice }
when_suits_again =
    .sms = What day or time would suit you for the visit?
    .voice = What day or time would suit you for the visit? { call_earliest.voice }
other_days =
    .sms = What other day or time would suit you? Nothing has changed so far.
    .voice = What other day or time would suit you? Nothing has changed so far. { call_earliest.voice }
offer_slots =
    .sms = I can offer:
        { $options }
        Reply with a number, or tell me another day. 0 for a person.
    .voice = I can offer: { $options }. { call_pick.voice }
offer_slots_again =
    .sms = Back to your new time:
        { $options }
        Reply with a number, or another day.
    .voice = Back to your new time. { $options }. { call_pick.voice }
offer_nearest =
    .sms = Nothing is free then, I'm sorry. The nearest are:
        { $options }
        Reply with a number, or tell me another day. 0 for a person.
    .voice = Nothing is free then, I'm sorry. The nearest are: { $options }. { call_pick.voice }
confirm_move =
    .sms = Shall I move { $visit } to { $slot_with }? Reply 1 to move it, 2 for another time.
    .voice = Shall I move { $visit } to { $slot_with }? Press 1 to move it, or 2 for another time.
moved =
    .sms = Done. I moved { $visit_now }. See you then!
    .voice = Done. I moved { $visit_now }. See you then!
just_taken =
    .sms = I'm sorry, that time was just taken.
    .voice = I'm sorry, that time was just taken.
hold_expired =
    .sms = I could not keep that time any longer, so I looked again.
    .voice = I could not keep that time any longer, so I looked again.
cannot_move =
    .sms = I could not move it, so it stays as booked. A person will get back to you here.
    .voice = I could not move it, so it stays as booked. A person will get back to you.
offer_person =
    .sms = I'm sorry, I find nothing free. { $visit_kept } stays as booked. Reply 1 if a person should look for you, 2 to leave it.
    .voice = I'm sorry, I find nothing free. { $visit_kept } stays as booked. Press 1 if a person should look for you, or 2 to leave it.
visit_kept =
    .sms = { $name ->
            [none] Your visit
           *[named] { $name }'s visit
        } on { $when }
    .voice = { $name ->
            [none] Your visit
           *[named] { $name }'s visit
        } on { $when }
person_finds_time =
    .sms = Thank you. A person will write to you here with times.
    .voice = Thank you. A person will get back to you with times.

### Opting out, wrong numbers

visit_or_texts =
    .sms = Just to be sure, what shall I stop?
        1 Cancel a visit
        2 No more texts from us
        0 A person
    .voice = Just to be sure: press 1 to cancel a visit, 2 to stop our messages, or 0 for a person.
opted_out =
    .sms = { $clinic }: you will get no more texts from us. Text START if you change your mind.
    .voice = You will get no more messages from us.
wrong_number =
    .sms = I'm sorry about that. We will stop writing to this number.
    .voice = I'm sorry about that. We will stop calling this number.

### A person, please

asked_for_person =
    .sms = Of course.
    .voice = Of course.
staff_here =
    .sms = Someone from our team will text you here.
    .voice = Someone from our team will help you.
staff_next =
    .sms = Our team is in next on { $when } and will text you here.
    .voice = Our team is in next on { $when } and will get back to you.
staff_later =
    .sms = Our team will text you here when they are back.
    .voice = Our team will get back to you.
passed_on =
    .sms = Thank you, I have added that for our team.
    .voice = Thank you, I have added that for our team.
not_understood =
    .sms = I'm sorry, I still don't follow, so I have asked a person to help.
    .voice = I'm sorry, I still don't follow, so I have asked a person to help.
needs_staff =
    .sms = That is a question for our team, so I have passed it on.
    .voice = That is a question for our team, so I have passed it on.
needs_staff_complaint =
    .sms = I'm sorry to hear that. I have passed your message to our team.
    .voice = I'm sorry to hear that. I have passed it to our team.
needs_staff_clinical =
    .sms = I can't give medical advice, so I have passed this to our team. If it gets worse or feels urgent, call us at { $phone }.
    .voice = I can't give medical advice, so I have passed this to our team.
needs_staff_identity =
    .sms = For anything about a visit, a person needs to help you from this number. I have told our team.
    .voice = For anything about a visit, a person needs to help you. I have told our team.
cannot_book =
    .sms = I can't book new visits by text yet, so I have asked our team to find you a time.
    .voice = I can't book new visits yet, so I have asked our team to find you a time.
running_late =
    .sms = Thanks for telling us. I have let the team know that you are running late.
    .voice = Thanks for telling us. I have let the team know that you are running late.
arrived =
    .sms = Welcome! I have told the team that you are here. If no one comes, please check in at the desk.
    .voice = Welcome! I have told the team that you are here.
media =
    .sms = Thank you, I can't open pictures, so our team will look at it.
    .voice = Thank you. Our team will look at it.

### Questions

answer =
    .sms = { $text }
    .voice = { $text }
no_answer =
    .sms = I don't know that, so I have asked our team.
    .voice = I don't know that, so I have asked our team.
address =
    .sms = { $places }
    .voice = { $places }
hours =
    .sms = Our team is in { $hours }.
    .voice = Our team is in { $hours }.
phone =
    .sms = You can call us at { $phone }.
    .voice = Our number is { $phone }.
prep =
    .sms = { $prep_text }
    .voice = { $prep_text }
length =
    .sms = It takes about { $minutes } minutes.
    .voice = It takes about { $minutes } minutes.
no_prep =
    .sms = I have no special instructions for your visit. Reply 0 to ask a person.
    .voice = I have no special instructions for your visit. Press 0 to ask a person.

### Repairs

repair_first =
    .sms = Sorry, I didn't get that.
    .voice = Sorry, I didn't get that.
repair_second =
    .sms = I'm not sure what you mean. A number from the list is enough, or 0 for a person.
    .voice = I'm not sure what you mean. Press a number, or 0 for a person.
repair_open =
    .sms = I'm not sure what you mean. Please say it another way, or reply 0 for a person.
    .voice = I'm not sure what you mean. Please say it another way, or press 0 for a person.
lost =
    .sms = Sorry, I lost my place. Let's start again; nothing was changed.
    .voice = Sorry, I lost my place. Let's start again. Nothing was changed.
nothing_open =
    .sms = Nothing is waiting for an answer right now.
    .voice = Nothing is waiting for an answer right now.
youre_welcome =
    .sms = You're welcome!
    .voice = You're welcome!
goodbye =
    .sms = Goodbye, and take care!
    .voice = Goodbye, and take care!
language_changed =
    .sms = All right, in English from now on.
    .voice = All right, in English from now on.
