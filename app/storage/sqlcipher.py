"""The one place where SQLCipher is loaded, under the names by which sqlite-utils looks for a SQLite module.

sqlite-utils imports `pysqlite3` and `pysqlite3.dbapi2` if they exist, else the standard library's module, and catches
that module's exception classes. SQLCipher's errors are caught only when its modules stand under those two names
*before* sqlite-utils is imported. So everything of this package imports sqlite-utils from here.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)

import sqlite_utils  # noqa: E402
from sqlite_utils.migrations import Migrations  # noqa: E402

if TYPE_CHECKING:  # the same interface as the standard library's module, which has types
    from sqlite3 import Connection, DatabaseError, Row, connect
else:
    from sqlcipher3.dbapi2 import Connection, DatabaseError, Row, connect

Tables = sqlite_utils.Database

__all__ = ["Connection", "DatabaseError", "Migrations", "Row", "Tables", "connect"]
