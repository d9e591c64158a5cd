"""Records, their exchange, the client and the server; may use `forms`, never Qt, never `app`.

Floors, lowest first; a module imports only from lower ones:

    errors, locale/   the error catalogue: code + facts -> sentence
    records/          what a record is and what follows from a set of them; pure
    protocol/         messages, paths, batches, receipts
    exchange/         ports of a store, have lists, plan, the store in memory
    client/ server/   speak the protocol over HTTP; they do not know each other
"""
