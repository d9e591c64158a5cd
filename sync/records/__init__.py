"""What a record is, byte by byte, and what follows from a set of them; pure, no I/O (RECORDS sections 2 to 4).

    limits         how large anything may be
    canonical      values <-> bytes: RFC 8785, restricted; Octets are bytes that stand in records as base64url text
    header         what is signed, and the record's id
    record         a record: made, chained, verified
    keys           signing keys, codes that people type, boxes, the six words of an id
    certificates   signatures inside rights bodies: person -> writer, invitation -> admission
    sealing        encrypted bodies and files of a `names` space
    kinds/         one file per kind of body
    roles          one table: who may write and read what
    standing       does a record fit its log and what it builds on
    rights         the folded rights and what they allow; rights_fold makes them
    judge          all of it together: does this record count
    fold           one fold for every changeable thing: heads, values, conflicts
    changes        records of changeable things -> edits of objects
    submissions    an interview <-> its records; order puts its answers into document order
    founding       the first records of an assessment

Decisions worth knowing:

* A record counts, waits, or is set aside by the *set* of records that is here, never by when or how they came. Rights
  are the least set that follows from the root; whatever is decided for all at once (forks, uses of an invitation) is
  read from the whole set. So nothing needs to be stored beside the records, and every replica agrees.
* An admission is signed by the joiner's own new writer; invitation key and person key sign inside the body. Were the
  invitation key the writer, two people with one code would fork its log.
* An invitation's last day is held against the day the joiner's own record states: a clock never admits anybody, it
  can only set aside, and a steward can accept.
* Equal submissions of one instance are one node of the fold, so that a correction that knew one witness replaces all.
* Files are named in answers by their bytes (`submissions.file_name`): a name that a person or camera gave never
  leaves, and no table is needed to find the file again.
* A set-aside record is no parent: what builds on it waits until a steward accepts it.

What this format answers to and what it does not (RECORDS section 11): loss, repeats, reordering, wrong clocks, forks by
restore or clone, forged records, tampering and gaps, nosy carriers. It does not answer to a holder that withholds the
newest records, a thief with the unlocked laptop, or a member who copies what he may read.
"""
