"""The central server: keeps records and attachments for laptops, and shows them to a person with a browser.

tables, migrations/   the database's shape; every key begins with the assessment, nothing counts up
database              opens SQLite or PostgreSQL; writes run again after a conflict
queries/              all SQL, one file per noun
store, intake         the records as `sync.exchange.ports.RecordStore`
media                 attachments in a folder: pieces, verification, durable before their row
identity, codes       the server's keys; the founding and the console code, tries counted in the database
access                who asks and what he may fetch or give: the one place where it is decided
service               what every request works with
resources/            answers to clients, one file per noun; `protocol` is their HTTP, `bodies` their limits,
                      `patience` how long a silent client is waited for
console/              pages for a person
problems              a refusal on its way to an answer
application, serve    the whole as ASGI, started by uvicorn; `log` strikes secrets out

Workers keep nothing: several processes may serve one database and one folder. Work on the database is synchronous, on
a bounded pool of threads; signatures are checked before a transaction begins.
"""
