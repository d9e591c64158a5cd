"""What any store of records offers, and what two of them must give each other (RECORDS section 5).

    ports      protocols: RecordStore, AttachmentStore
    results    what became of one record
    have       have lists: ranges of logs, their digest
    plan       pure: two have lists -> what to send, what to ask, which logs to compare by ids
    intake     pure: first look at a record that arrives, shared by all stores
    run        carries out an exchange of one space between a store and a peer
    memory     the store in memory; `tests/helpers/store_contract.py` holds it and its twins to the same tests

The have list is the cursor: no counter, no checkpoint that could skip a record. Numbers settle a log that neither side
knows to be forked; after that equal have lists prove equal sets, because each head commits to all records before it;
what is still unequal is compared id by id. Logs of writers that nobody introduced are kept within limits and shown to
nobody until their admission is here.
"""
