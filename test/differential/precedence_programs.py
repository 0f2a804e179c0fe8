# Runs a real program of Glance, Nova or Cinder up to where its configuration is read.
import importlib


class Read(BaseException):
    """The configuration is read: nothing of the program runs after that. Holds the files, weakest first."""


def stop_after_reading():
    from oslo_config import cfg
    real = cfg.ConfigOpts.__call__

    def read(self, *args, **kwargs):
        # Later Novas look into their files with an object of its own before they begin.
        if self is not cfg.CONF:
            return real(self, *args, **kwargs)
        self.register_opt(cfg.MultiStrOpt('seen_by_witness'))
        real(self, *args, **kwargs)
        raise Read(self.seen_by_witness or [])

    cfg.ConfigOpts.__call__ = read


def run_program(service, program, launcher):
    if launcher == 'eventlet' or not program.endswith('-api'):
        importlib.import_module('%s.cmd.%s' % (service, program.partition('-')[2])).main()
    elif service == 'glance':
        importlib.import_module('glance.common.wsgi_app').init_app()
    elif service == 'cinder':
        importlib.import_module('cinder.wsgi.wsgi').initialize_application()
    else:
        try:
            # The module builds its application when it is imported.
            wsgi = importlib.import_module('nova.wsgi.osapi_compute')
        except ModuleNotFoundError:
            wsgi = importlib.import_module('nova.api.openstack.compute.wsgi')
        wsgi.init_application()


def ask_once(service, program, launcher):
    try:
        run_program(service, program, launcher)
        return {'error': 'the program never read its configuration'}
    except Read as read:
        return {'read': read.args[0]}
    except BaseException as error:
        return {'error': type(error).__name__}
