"""Keys and encrypted files of a workspace; no Qt, no database.

* `errors.py`    failures that a person can be told about, and the translation of the system's own errors
* `sentences.py` the English sentences of those failures
* `keys.py`      deriving, sealing, stretching a passphrase; the recovery code's letters
* `keyring.py`   `profiles.json`: the data key and the names key, wrapped for each profile
* `writer_key.py` the writer's private key, tied to machine and folder, outside database and backups
* `media.py`     media files by secretstream, named by HMAC
* `lock.py`      one window per workspace
* `backup.py`    backup files: write, verify, unpack
* `files.py`     writing aside, flushing, renaming; the reserve for full disks

Why the data key is random and only *wrapped* by the passphrase: a passphrase can be changed, removed or recovered
without writing the database again. Why the names key is apart: a profile can be given everything but the names.
"""
