"""The encrypted workspace: one folder per laptop, one file per noun; no Qt.

* `workspace.py`   opens and closes everything; the door for screens and commands
* `errors.py`      what can go wrong, each with its sentence; SQLite's complaints translated
* `sqlcipher.py`   where SQLCipher is loaded under sqlite-utils
* `database.py` `writer.py` `migrations.py`   connections, the one thread that writes, the shape of the tables
* `core.py`        what all nouns share
* `profile.py` `assessments.py` `forms.py` `drafts.py` `submissions.py` `outbox.py` `invitations.py` `backups.py`
                   the nouns, as screens see them
* `author.py` `finishing.py`   writes this person's records, a new writer where one is needed; what finishing is given
* `records.py` `record_rows.py` `attachments.py` `device.py`
                   the workspace as a store of records and a party of exchanges
* `folding.py` `assembling.py` `submission_row.py` `submission_table.py`   folded tables, made from records alone
* `names.py`       personal answers: sealed in records, kept per row under the names key
* `form_shelf.py` `model_cache.py` `form_body.py`   forms opened from stored files; a form version as a record
* `sameness.py`    what is the same over the versions of a form, as worked out and as people decided
* `export.py` `example.py`   finished interviews as files; the example assessment

Why folded tables are written in the transaction of the records they come from: a reader never sees one without the
other, and a kill between the two is no state. Why snapshots of drafts carry their own digest: SQLCipher reads a damaged
last overflow page as zeros and says nothing (seen), so damage must show elsewhere too; `Workspace.check` finds it.
"""
