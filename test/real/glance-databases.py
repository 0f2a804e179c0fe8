"""A real Glance on one database: creates its schema, and says what queries count before and after the purges.

Arguments: option file, URL of the database, JSON of {"rows": SQL, "owners": SQL, "purge": arguments of glance-manage}.
"""
import datetime
import json
import os
import sys

import sqlalchemy
from glance.cmd import manage


def manage_in_child(config, *arguments):
    """In a child, because oslo.config parses one command line in its life; the import is shared."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.dup2(2, 1)
            sys.argv = ["glance-manage", "--config-file", config, *arguments]
            status = manage.main() or 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise SystemExit(f"glance-manage {' '.join(arguments)} ended with {status}")


def insert_rows(connection):
    """Of each table: two live rows, one deleted yesterday, two deleted 40 days ago. The same for images of two owners."""
    metadata = sqlalchemy.MetaData()
    metadata.reflect(connection)
    now = datetime.datetime.utcnow().replace(microsecond=0)
    ages = [None, None, 1, 40, 40]
    for number, age in enumerate(ages):
        mark = {
            "created_at": now - datetime.timedelta(days=50),
            "updated_at": now,
            "deleted": age is not None,
            "deleted_at": None if age is None else now - datetime.timedelta(days=age),
        }
        image = f"image-{number}"
        own = {
            "images": {"id": image, "status": "deleted" if age else "active", "min_disk": 0, "min_ram": 0,
                       "protected": False, "visibility": "private", "os_hidden": False,
                       "owner": "p1" if number < 4 else None},
            "image_properties": {"image_id": image, "name": "os_distro", "value": "debian"},
            "image_tags": {"image_id": image, "value": "lts"},
            "image_members": {"image_id": image, "member": "p2", "can_share": False, "status": "pending"},
            "image_locations": {"image_id": image, "value": "file:///x", "status": "active"},
            "tasks": {"id": f"task-{number}", "type": "import", "status": "pending", "owner": "p1"},
        }
        for name, values in own.items():
            table = metadata.tables[name]
            row = {**mark, **values}
            connection.execute(table.insert().values({key: row[key] for key in row if key in table.c}))


def main(config, url, wanted):
    manage_in_child(config, "db", "sync")
    engine = sqlalchemy.create_engine(url)

    def count():
        with engine.connect() as connection:
            ask = lambda query: [[str(row[0]), *map(int, row[1:])] for row in connection.execute(sqlalchemy.text(query))]
            return {"rows": ask(wanted["rows"]), "owners": ask(wanted["owners"])}

    empty = count()
    with engine.begin() as connection:
        insert_rows(connection)
    filled = count()
    manage_in_child(config, *wanted["purge"])
    purged = count()
    manage_in_child(config, "db", "purge_images_table", "--age_in_days", "30")
    emptied = count()
    print(json.dumps({"empty": empty, "filled": filled, "purged": purged, "emptied": emptied}))


main(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
