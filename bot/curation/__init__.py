"""What a community does with its facts: proposing, reviewing, reporting, asking, and looking after them.

What is kept of people, and for how long:

    questions          none, but those whose askers hand them to the curators: until they are answered or dismissed, at
                       most 180 days. A question that found nothing leaves a count under a hash of its words, made
                       with a key of the table's own: whoever has the file can test a guess, nobody can read the words.
    choices, thumbs    a count by fact and day, without names
    proposals, reports who, when, where, and what they wrote: while they wait, and 180 days after they are decided. The
                       question of a reported answer is kept only when its asker reports it.
    answers            which message showed which fact to whom: as many days as the server keeps them
    notices            what somebody is still to be told: until it was said
    history            who changed what, for as long as the server stays

Who asks to be forgotten is: what they wrote and nobody accepted is deleted and overwritten in the file, their questions
and notices go, and what they changed or decided is a former member's from then on.
"""
