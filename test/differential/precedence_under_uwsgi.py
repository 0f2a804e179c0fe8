# What uWSGI loads in place of a service: the same program, under the name and the arguments that uWSGI gives it.
import json
import os

import precedence_programs

precedence_programs.stop_after_reading()
said = precedence_programs.ask_once(os.environ['WITNESS_SERVICE'], os.environ['WITNESS_PROGRAM'], 'uwsgi')
with open(os.environ['WITNESS_ANSWER'], 'w') as out:
    out.write(json.dumps(said))
os._exit(0)
