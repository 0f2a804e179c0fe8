"""Lets every transaction of sqlite take the write lock when it begins, inside the Glance of the bed.

Two transactions that have read and then both write cannot wait for each other: sqlite refuses one at once, whatever the
timeout, and Glance answers 500 or leaves a task pending. A real cloud has a database server, which does not do that.
"""
import sqlite3

plain_connect = sqlite3.connect


class Cursor(sqlite3.Cursor):
    def execute(self, statement, *values):
        return super().execute('BEGIN IMMEDIATE' if statement.strip().upper() == 'BEGIN' else statement, *values)


class Connection(sqlite3.Connection):
    def cursor(self, factory=Cursor):
        return super().cursor(factory)


def connect(*words, **named):
    return plain_connect(*words, **{'factory': Connection, **named})


sqlite3.connect = sqlite3.dbapi2.connect = connect
