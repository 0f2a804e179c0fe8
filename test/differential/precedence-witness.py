# Starts real programs on made-up trees up to where their configuration is read, and says which files they read: JSON lines.
import gc
import importlib
import json
import logging
import os
import shutil
import subprocess
import sys
import warnings

import precedence_programs

warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)
service = sys.argv[1]
answers = os.fdopen(os.dup(1), 'w', buffering=1)
questions = os.fdopen(os.dup(0), 'r')
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.dup2(2, 1)
home = '/tmp/home'
# Certificates, which requests loads as it is imported, and the links that lead to uWSGI and its plugin.
kept = ('ssl', 'alternatives')
answer_file = '/tmp/answer'
sys.argv = ['witness']
programs = {'glance': ['glance.common.wsgi_app', 'glance.cmd.api'],
            'nova': ['nova.cmd.compute', 'nova.cmd.conductor', 'nova.cmd.scheduler', 'nova.api.openstack.wsgi_app',
                     'nova.api.openstack.compute', 'nova.cmd.api'],
            'cinder': ['cinder.cmd.volume', 'cinder.cmd.backup', 'cinder.cmd.scheduler', 'cinder.cmd.api', 'cinder.wsgi.wsgi']}


def import_all():
    for name in programs[service]:
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            # Later releases lack the standalone servers.
            if not name.endswith('.cmd.api'):
                raise
    if service == 'cinder':
        # Each of its programs imports the database and all that lies on it first: half a second for every start otherwise.
        from cinder import objects
        objects.register_all()
    # What is there already stays where it is: a fork would copy every page that a collection touches.
    gc.freeze()


def empty(folder):
    for name in os.listdir(folder):
        if name in kept:
            continue
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)


def lay_out(files):
    empty('/etc')
    empty(home)
    for path in files:
        path = path.replace('~', home)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as out:
            out.write('[DEFAULT]\nseen_by_witness = %s\n' % path)


def ask_in_fork(question):
    source, target = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        os.environ.update(question['environment'])
        sys.argv = question['arguments']
        said = precedence_programs.ask_once(service, question['program'], question['launcher'])
        with os.fdopen(target, 'w') as out:
            out.write(json.dumps(said))
        os._exit(0)
    os.close(target)
    with os.fdopen(source) as said:
        text = said.read()
    os.waitpid(child, 0)
    return text


def ask_real_uwsgi(question):
    environment = dict(os.environ, WITNESS_SERVICE=service, WITNESS_PROGRAM=question['program'], WITNESS_ANSWER=answer_file,
                       **question['environment'])
    command = ['uwsgi_python3', '--socket', '/tmp/uwsgi.socket', '--need-app', '--enable-threads', '--pythonpath', '/mnt/differential',
               '--wsgi-file', '/mnt/differential/precedence_under_uwsgi.py']
    arguments = question['arguments'][1:]
    if arguments:
        command += ['--pyargv', ' '.join(arguments)]
    if os.path.exists(answer_file):
        os.unlink(answer_file)
    subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, timeout=120)
    with open(answer_file) as said:
        return said.read()


os.makedirs(home)
os.environ['HOME'] = home
precedence_programs.stop_after_reading()
import_all()
# What the real /etc holds is none of the question; the mount goes with the namespace of this process.
for name in kept:
    os.makedirs('/tmp/kept/' + name)
    subprocess.run(['mount', '--bind', '/etc/' + name, '/tmp/kept/' + name], check=True)
subprocess.run(['mount', '-t', 'tmpfs', 'tmpfs', '/etc'], check=True)
for name in kept:
    os.makedirs('/etc/' + name)
    subprocess.run(['mount', '--bind', '/tmp/kept/' + name, '/etc/' + name], check=True)
for line in questions:
    question = json.loads(line)
    lay_out(question['files'])
    answers.write((ask_real_uwsgi if question['isServed'] else ask_in_fork)(question) + '\n')
