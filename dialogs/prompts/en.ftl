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

### Cases that wait

still_waiting =
    .sms = I'm sorry: nobody has been able to answer you yet. Your message is now at the top of their list. If it can't wait, please call { $phone }.{ $us ->
            [yes] {" "}In an emergency call 911.
           *[no] { $gap }{ $emergency_note }
        }
    .voice = I'm sorry, nobody has been able to answer you yet. If it can't wait, please call { $phone }.
still_waiting_emergency =
    .sms = { $us ->
            [yes] Nobody here has been able to answer you yet. Please do not wait for us: call 911, or call or text 988 to talk to someone now. We keep trying to reach our staff.
           *[no] Nobody here has been able to answer you yet. Please do not wait for us. { $emergency_note }
        }
    .voice = { $us ->
            [yes] Nobody here has been able to answer you yet. Please do not wait for us. Dial 911, or call or text 988 to talk to someone now.
           *[no] Nobody here has been able to answer you yet. Please do not wait for us. { $emergency_note }
        }
on_call =
    .sms = { $clinic }: an emergency waits in the console and nobody has taken it yet. Please claim it: { $link }
    .voice = This is { $clinic }. An emergency waits in the console and nobody has taken it yet.

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
booked_by_clinic =
    .sms = { $visits_count ->
            [one] { $clinic }: we booked { $visit }.
           *[other] { $clinic }: we booked these visits:
        }{ $list }
        Reply 2 if that does not suit you, 0 for a person.
    .voice = { $visits_count ->
            [one] This is { $clinic }. We booked { $visit }.
           *[other] This is { $clinic }. We booked these visits:
        }{ $list } Press 2 if that does not suit you, or 0 for a person.
must_move =
    .sms = { $clinic }: we are sorry, we cannot keep { $visit }. We can offer:
        { $options }
        Reply with a number, or tell us another day. 0 for a person.
    .voice = This is { $clinic }. We are sorry, we cannot keep { $visit }. We can offer: { $options }. Say the number, or tell us another day. 0 for a person.
must_move_when =
    .sms = { $clinic }: we are sorry, we cannot keep { $visit }. What other day or time would suit you? Reply 0 for a person.
    .voice = This is { $clinic }. We are sorry, we cannot keep { $visit }. What other day or time would suit you? 0 for a person.
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
        4 Book a visit
        0 A person
    .voice = How can I help? Press 1 to hear when your visit is, 2 to move it, 3 to cancel it, 4 to book one, or 0 for a person.
welcome_unknown =
    .sms = I can help with visits, and tell you our address, hours and the like. What can I do for you? Reply 0 for a person.
    .voice = { call_menu.voice }
other_channel =
    .sms = For anything about a visit, please text or call { $phone }. I can only answer general questions here.
    .voice = For anything about a visit, please text or call { $phone }.

### Who is it: the same words whether such a patient exists or not

been_here =
    .sms = Have you been to { $clinic } before?
        1 Yes
        2 No, I'm new
        0 A person
    .voice = Have you been to { $clinic } before? Press 1 for yes, 2 if you are new, or 0 for a person.
who_are_you =
    .sms = I don't know this number yet. Please send the patient's full name and date of birth, like Ana Stone 5/14/1980.
    .voice = Please tell me the patient's full name and date of birth.
ask_birth =
    .sms = And the date of birth, please? Month, day and year, like 5/14/1980.
    .voice = And the date of birth, please? Month, day and year.
ask_name =
    .sms = And the full name, please? First and last name.
    .voice = And the full name, please? First and last name.
identity_again =
    .sms = I can't match that. Please check it and send full name and date of birth again, or reply 0 for a person.
    .voice = I can't match that. Please say full name and date of birth again, or press 0 for a person.
identity_other_way =
    .sms = That doesn't match either. Please send the name as on the insurance card and the birthday as month/day/year, or 0 for a person.
    .voice = That doesn't match either. Please say the name as on the insurance card and the birthday as month, day and year, or press 0.
identity_person =
    .sms = I still can't match that, so I have asked a person to help you here. You may send name and date of birth once more.
    .voice = I still can't match that, so I have asked a person to help you. You may try once more.
identified =
    .sms = Thank you!
    .voice = Thank you!

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
    .sms = Shall I cancel { $visit }? Reply 1 to cancel it, 2 to keep it, 3 for another time.
    .voice = Shall I cancel { $visit }? Press 1 to cancel it, 2 to keep it, or 3 for another time.
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
    .sms = Do you still need a visit? Reply 1 to look for a new time, 2 if not.
    .voice = Do you still need a visit? Press 1 to look for a new time, or 2 if not.
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

### Waiting list

waitlist_offer =
    .sms = { $clinic }: a time came free{ $name ->
            [none] {""}
           *[named] {" "}for { $name }
        }: { $slot_with }. Reply 1 to take it, 2 to let it pass, 3 to leave the waiting list. I keep it for { $minutes } minutes.
    .voice = This is { $clinic }. A time came free{ $name ->
            [none] {""}
           *[named] {" "}for { $name }
        }: { $slot_with }. Press 1 to take it, 2 to let it pass, or 3 to leave the waiting list.
waitlist_offer_instead =
    .sms = { $clinic }: a time came free: { $slot_with }, instead of { $visit }. Reply 1 to take it, 2 to let it pass, 3 to leave the waiting list. I keep it for { $minutes } minutes.
    .voice = This is { $clinic }. A time came free: { $slot_with }, instead of { $visit }. Press 1 to take it, 2 to let it pass, or 3 to leave the waiting list.
offer_taken =
    .sms = Done. I booked { $visit }. See you then!
    .voice = Done. I booked { $visit }. See you then!
offer_passed =
    .sms = All right, I'll offer it to somebody else. You keep your place on the waiting list.
    .voice = All right, I'll offer it to somebody else. You keep your place on the waiting list.
offer_gone =
    .sms = I'm sorry, that time is no longer free. You keep your place on the waiting list, and I'll text you when another time comes free.
    .voice = I'm sorry, that time is no longer free. You keep your place on the waiting list.
offer_withdrawn =
    .sms = { $clinic }: I'm sorry, the time I offered you, { $slot_with }, is no longer free. You keep your place on the waiting list.
    .voice = This is { $clinic }. I'm sorry, the time I offered you, { $slot_with }, is no longer free. You keep your place on the waiting list.
offer_waitlist =
    .sms = I'm sorry, I find nothing free. { $visit_kept } stays as booked. Reply 1 for the waiting list: I'll text you when a time comes free. 2 to leave it, 0 for a person.
    .voice = I'm sorry, I find nothing free. { $visit_kept } stays as booked. Press 1 for the waiting list, 2 to leave it, or 0 for a person.
waitlisted =
    .sms = You are on the waiting list. I'll text you when a time comes free. Nothing else has changed.
    .voice = You are on the waiting list. I'll tell you when a time comes free. Nothing else has changed.
waitlist_left =
    .sms = All right, you are no longer on the waiting list.
    .voice = All right, you are no longer on the waiting list.
not_waitlisted =
    .sms = You are not on the waiting list, so there is nothing to change.
    .voice = You are not on the waiting list, so there is nothing to change.
### Book

which_kind =
    .sms = What kind of visit would you like?
        { $options }
        0 A person
    .voice = What kind of visit would you like? { $options }. Or 0 for a person.
for_whom =
    .sms = Who is the visit for?
        { $options }
        0 A person
    .voice = Who is the visit for? { $options }. Or 0 for a person.
book_when =
    .sms = { $kind }: what day or time would suit you? If you have a provider in mind, tell me that too.
    .voice = { $kind }. What day or time would suit you? If you have a provider in mind, tell me that too.
book_when_again =
    .sms = What day or time would suit you for the new visit?
    .voice = What day or time would suit you for the new visit?
book_other_days =
    .sms = What other day or time would suit you? Nothing is booked so far.
    .voice = What other day or time would suit you? Nothing is booked so far.
book_offer_again =
    .sms = Back to your new visit:
        { $options }
        Reply with a number, or another day.
    .voice = Back to your new visit. { $options }. Say the number, or another day.
confirm_book =
    .sms = Shall I book it? { $kind }{ $name ->
            [none] {""}
           *[named] {" "}for { $name }
        }, { $slot_with }. Reply 1 to book it, 2 for another time.
    .voice = Shall I book it? { $kind }{ $name ->
            [none] {""}
           *[named] {" "}for { $name }
        }, { $slot_with }. Press 1 to book it, or 2 for another time.
booked =
    .sms = Done. I booked { $visit }. See you then!
    .voice = Done. I booked { $visit }. See you then!
book_offer_waitlist =
    .sms = I'm sorry, I find nothing free. Reply 1 for the waiting list: I'll text you when a time comes free. 2 to leave it, 0 for a person, or tell me another day.
    .voice = I'm sorry, I find nothing free. Press 1 for the waiting list, 2 to leave it, 0 for a person, or tell me another day.
nothing_booked =
    .sms = All right, nothing was booked.
    .voice = All right, nothing was booked.

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
muted_reminders =
    .sms = All right, no more reminders. We still answer you here, and tell you if we must change a visit. STOP ends all texts.
    .voice = All right, no more reminders.
muted_waitlist =
    .sms = All right, no more texts about the waitlist. Everything else stays as it is. STOP ends all texts.
    .voice = All right, no more messages about the waitlist.
muted_campaigns =
    .sms = All right, no more texts of that kind. Everything else stays as it is. STOP ends all texts.
    .voice = All right, no more messages of that kind.
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
staff_calls_here =
    .sms = Someone from our team will call you.
    .voice = Someone from our team will help you.
staff_calls_next =
    .sms = Our team is in next on { $when } and will call you.
    .voice = Our team is in next on { $when } and will get back to you.
staff_calls_later =
    .sms = Our team will call you when they are back.
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
    .sms = I can't book that visit by text, so I have asked our team to find you a time.
    .voice = I can't book that visit, so I have asked our team to find you a time.
running_late =
    .sms = Thanks for telling us. I have let the team know that you are running late.
    .voice = Thanks for telling us. I have let the team know that you are running late.
late_told =
    .sms = All right, I have told the team. Drive safely!
    .voice = All right, I have told the team. Drive safely!
how_late =
    .sms = Thanks for telling us, I have let the team know. About how many minutes late will you be?
    .voice = Thanks for telling us, I have let the team know. About how many minutes late will you be?
late_fits =
    .sms = Thanks for telling us. That still works: I have told the team to expect you { $minutes } minutes later. Drive safely!
    .voice = Thanks for telling us. That still works: I have told the team to expect you { $minutes } minutes later. Drive safely!
late_too_long =
    .sms = Thanks for telling us. I have told the team, but there may not be time for the whole visit then. Reply 1 for another time, 2 to come anyway.
    .voice = Thanks for telling us. I have told the team, but there may not be time for the whole visit then. Press 1 for another time, or 2 to come anyway.
late_come_anyway =
    .sms = All right, please come, and the team will see what is possible. Drive safely!
    .voice = All right, please come, and the team will see what is possible. Drive safely!
arrived_outside =
    .sms = Welcome! I have told the team that you are here and waiting outside. If no one writes soon, please come to the desk.
    .voice = Welcome! I have told the team that you are waiting outside.
what_message =
    .sms = Of course. What shall I pass on? Your next text goes to the team as it is. In an emergency call 911.
    .voice = Of course. What shall I pass on?
message_passed =
    .sms = Thank you, I have passed your message to the team. They will answer here if they need to.
    .voice = Thank you, I have passed your message to the team.
contact_passed =
    .sms = Thank you for telling us. Our team will check that with you here and then change it.
    .voice = Thank you for telling us. Our team will check that with you and then change it.
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
hours_on =
    .sms = On { $day } our team is in { $hours }.
    .voice = On { $day } our team is in { $hours }.
closed_on =
    .sms = We are closed on { $day }.
    .voice = We are closed on { $day }.
reminders_come =
    .sms = Yes: I'll text you a reminder before your visit.
    .voice = Yes: you will get a reminder before your visit.
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
no_such_day =
    .sms = There is no such day in the calendar.
    .voice = There is no such day in the calendar.
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

### After a visit, and campaigns

no_show_followup =
    .sms = { $clinic }: we missed you at { $visit }. Would you like a new time? Reply 1 for a new time, 2 for no, 0 for a person.
    .voice = This is { $clinic }. We missed you at { $visit }. Would you like a new time? Press 1 for a new time, 2 for no, or 0 for a person.
recall_due =
    .sms = { $clinic }: { $count ->
            [one] it has been a month
            [12] it has been a year
           *[other] it has been { $count } months
        } since { $name ->
            [none] your
           *[named] { $name }'s
        } last visit ({ $kind }). Would you like to book the next one? Reply 1 to book, 2 for not now, 0 for a person.
    .voice = This is { $clinic }. { $count ->
            [one] It has been a month
            [12] It has been a year
           *[other] It has been { $count } months
        } since { $name ->
            [none] your
           *[named] { $name }'s
        } last visit ({ $kind }). Would you like to book the next one? Press 1 to book, 2 for not now, or 0 for a person.
not_now =
    .sms = All right. Write to us here whenever it suits you.
    .voice = All right. Call us whenever it suits you.
survey_score =
    .sms = { $clinic }: how was { $visit }? Please reply with a number from 1 (poor) to 5 (very good). It helps our team. 0 for a person.
    .voice = This is { $clinic }. How was { $visit }? Press a number from 1, poor, to 5, very good, or 0 for a person.
survey_word =
    .sms = Thank you! Would you like to tell us why, in a few words? Reply NO to leave it at that.
    .voice = Thank you! Would you like to tell us why, in a few words?
survey_why =
    .sms = I'm sorry to hear that. What should we do better? A person from our team will read it. Reply NO to leave it at that.
    .voice = I'm sorry to hear that. What should we do better? A person from our team will hear it.
survey_thanks =
    .sms = Thank you for telling us!
    .voice = Thank you for telling us!
survey_passed =
    .sms = Thank you. A person from our team will look at it.
    .voice = Thank you. A person from our team will look at it.
results_notice =
    .sms = { $clinic }: there is a message from the clinic for you. Reply here, or call us at { $phone }.
    .voice = This is { $clinic }. There is a message from the clinic for you. Please call us at { $phone }.
results_passed =
    .sms = Thank you. I have told our team; a person will get in touch with you.
    .voice = Thank you. I have told our team; a person will get in touch with you.
campaign =
    .sms = { $clinic }: { $text }
    .voice = This is { $clinic }. { $text }
campaign_recall =
    .sms = { $clinic }: { $text } Reply 1 to book a visit, 2 for not now.
    .voice = This is { $clinic }. { $text } Press 1 to book a visit, or 2 for not now.

one_by_one =
    .sms = One at a time: I'll come to the other one right after.
    .voice = One at a time: I'll come to the other one right after.
not_on_file =
    .sms = I can only book for patients on file with this number, so I have asked our team about your relative.
    .voice = I can only book for patients on file with this number, so I have asked our team about your relative.
noted =
    .sms = Noted.
    .voice = Noted.
muted_calls =
    .sms = All right, we won't call this number any more. Texts about your visits go on; text STOP to end those too.
    .voice = All right, we won't call this number any more. Texts about your visits go on; text STOP to end those too.

### Forms

form_invite =
    .sms = { $clinic }: before { $name ->
            [none] your visit
           *[named] { $name }'s visit
        } we have { $count ->
            [1] one short question
           *[other] { $count } short questions
        }, by text. Reply 1 to start, 2 for later, 0 for a person. STOP to opt out.
    .voice = This is { $clinic }. Before { $name ->
            [none] your visit
           *[named] { $name }'s visit
        } we have some short questions. Press 1 to start, 2 for later, or 0 for a person.
form_chase =
    .sms = { $clinic }: our short form before { $name ->
            [none] your visit
           *[named] { $name }'s visit
        } is still open; it helps us prepare. Reply 1 to go on, 2 for later, 0 for a person. STOP to opt out.
    .voice = This is { $clinic }. Our short form is still open, and your answers help us prepare. Press 1 to go on, 2 for later, or 0 for a person.
form_invite_again =
    .sms = The form is still open. Reply 1 to go on with it, 2 for later, 0 for a person.
    .voice = The form is still open. Press 1 to go on with it, 2 for later, or 0 for a person.
form_text =
    .sms = { $item }
    .voice = { $item }
form_choice =
    .sms = { $item }
        { $options }
    .voice = { $item } { $options }.
form_number =
    .sms = { $item }
        Please send a number, or the word none.
    .voice = { $item } Please say a number, or none.
form_date =
    .sms = { $item }
        Please send month, day and year, like 5/14/1980.
    .voice = { $item } Please say month, day and year.
form_yes_no =
    .sms = { $item }
        1 Yes
        2 No
    .voice = { $item } Press 1 for yes, or 2 for no.
form_required =
    .sms = We need this one to prepare. If you'd rather tell a person, reply 0.
    .voice = We need this one to prepare. If you would rather tell a person, press 0.
form_amended =
    .sms = Thank you, I changed that.
    .voice = Thank you, I changed that.
form_later =
    .sms = All right. Your answers are kept: text CONTINUE when it suits you.
    .voice = All right. Your answers are kept. Just say continue when it suits you.
form_review =
    .sms = Please check:
        { $options }
        Reply with a number to change one.
    .voice = Please check. { $options }.
form_right =
    .sms = All is right
    .voice = all is right
form_more =
    .sms = Right, show the rest
    .voice = right, on to the rest
form_which =
    .sms = Which one shall I change? Reply with its number.
    .voice = Which one shall I change? Say its number.
form_yes =
    .sms = yes
    .voice = yes
form_no =
    .sms = no
    .voice = no
form_skipped =
    .sms = (skipped)
    .voice = skipped
form_done =
    .sms = Thank you, that's all. Our team has your answers.
    .voice = Thank you, that's all. Our team has your answers.
no_form =
    .sms = There is no form to fill in right now. Reply 0 for a person.
    .voice = There is no form to fill in right now. Press 0 for a person.
form_called_off =
    .sms = That visit will not be, so its questions are not needed any more. Reply 0 for a person.
    .voice = That visit will not be, so its questions are not needed any more. Press 0 for a person.
paper_gone =
    .sms = Those questions have changed. Text CONTINUE to go on with the form as it is now, or 0 for a person.
    .voice = Those questions have changed. Say continue to go on with the form as it is now, or press 0 for a person.

### Insurance

insurance_for_whom =
    .sms = Whose insurance is it?
        { $options }
        0 A person
    .voice = Whose insurance is it? { $options }. Or 0 for a person.
insurance_carrier =
    .sms = Which insurance company is it? The name is on the front of the card.
    .voice = Which insurance company is it? The name is on the front of the card.
insurance_member =
    .sms = And the member ID, please? Letters and digits, as on the card.
    .voice = And the member ID, please? Say the letters and digits one by one.
insurance_id_unclear =
    .sms = That doesn't look like a whole member ID: it has at least six letters and digits. A photo of the card helps too.
    .voice = I did not get a whole member ID. It has at least six letters and digits.
insurance_id_needed =
    .sms = Without the ID we can't verify it. You can also send a photo of the card, or text LATER.
    .voice = Without the ID we can't verify it. You can also say later.
insurance_group =
    .sms = Is there a group number on the card? Please send it, or text SKIP.
    .voice = Is there a group number on the card? Please say it, or say skip.
insurance_picture =
    .sms = Could you send a photo of the front of the card? Or reply 1 to go on without one.
    .voice = You can text us a photo of the card later. Press 1 to go on.
picture_kept =
    .sms = Thank you for the photo. Only our team will see it.
    .voice = Thank you for the photo.
insurance_confirm =
    .sms = Is this right? { $carrier }, member ID { $member ->
            [none] as on the photo
           *[told] { $member }
        }, group { $group ->
            [none] none
           *[told] { $group }
        }. Reply 1 if it is, or to change it: 2 company, 3 member ID, 4 group.
    .voice = Is this right? { $carrier }, member ID { $member ->
            [none] as on the photo
           *[told] { $member }
        }, group { $group ->
            [none] none
           *[told] { $group }
        }. Press 1 if it is. To change it, press 2 for the company, 3 for the member ID, 4 for the group.
insurance_which =
    .sms = What shall I change? 2 company, 3 member ID, 4 group.
    .voice = What shall I change? Press 2 for the company, 3 for the member ID, 4 for the group.
insurance_kept =
    .sms = Thank you. Our team will verify it before the visit and text you if something is missing.
    .voice = Thank you. Our team will verify it before the visit.
insurance_left =
    .sms = All right. You can also bring the card to the visit.
    .voice = All right. You can also bring the card to the visit.
insurance_person =
    .sms = I still can't read the ID, so I have asked our team to help you with it here.
    .voice = I still can't read the ID, so I have asked our team to help you with it.
