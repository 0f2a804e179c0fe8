# What Glance's own code makes of directories in place of /etc/glance, as its own user: [launcher, directories] in, a JSON line for each out.
import json
import os
import subprocess
import sys
import warnings

warnings.simplefilter('ignore')
launcher, directories = json.load(sys.stdin)
sys.argv = ['glance-api' if launcher == 'eventlet' else 'uwsgi']
from glance.common import config

if launcher != 'eventlet':
    from glance.common import wsgi_app
from glance import context
from glance.api import policy


def look():
    try:
        if launcher == 'eventlet':
            config.parse_args([])
        else:
            config.parse_args([], default_config_files=wsgi_app._get_config_files())
        size = config.CONF.image_size_cap
    except Exception:
        return 'does not start'
    try:
        member = context.RequestContext(roles=['member', 'reader'], project_id='p', user_id='u', is_admin=False)
        enforcer = policy.Enforcer()
        may = enforcer.check(member, 'delete_image', {'project_id': 'p'})
    except Exception:
        return 'starts and answers with errors'
    return 'size %s, member %s' % ('set' if size == 4242 else 'default', 'may' if may else 'may not')


for directory in directories:
    subprocess.check_call(['mount', '--bind', directory, '/etc/glance'])
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(64062)
        os.setuid(64062)
        print(json.dumps(look()), flush=True)
        os._exit(0)
    os.waitpid(child, 0)
    subprocess.check_call(['umount', '/etc/glance'])
