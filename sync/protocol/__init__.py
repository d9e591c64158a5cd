"""How a client and a server speak: message classes, paths and versions, batches, receipts (RECORDS section 5).

    paths      paths, headers, content types, versions
    messages   one class per message; unknown fields are dropped, unknown versions refused
    batch      records of one space in one zstd frame, encoding `raw`
    receipts   a holder's signed word that it has records or attachments
    limits     sizes and times

A token gives access, signatures give authorship: whoever holds a stolen token can read what its owner may read until
it ends, and can write nothing in anybody's name. Every signature has a first line of its own, and a token's binds
server, assessment and nonce, so none can be used elsewhere or again. Tokens are never inside a compressed frame.
"""
