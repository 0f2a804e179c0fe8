"""Sends the requests of attacker.py with real tokens, in place of the headers that Keystone's middleware would have set.

usage: tenant-attacks.py URL DATABASE WORKERS TOKENS < plan.json     TOKENS: {"user": {"project": token}}; see attacker.py
"""
import json
import os
import runpy
import sys

import calls

with open(sys.argv[4]) as file:
    TOKENS = json.load(file)


def identify(user, project):
    return {} if user == 'none' else {'X-Auth-Token': TOKENS[user][project]}


calls.identify = identify
runpy.run_path(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'attacker.py'), run_name='__main__')
