// Which files count, by launcher, program, release and command line.
import { filesRead } from '../../../../src/emulators/oslo-config/files-read';

const glance = [
  'glance/glance-api-paste.ini',
  'glance/glance-api.conf',
  'glance/glance-api.conf.d/99.conf',
  'glance/glance-image-import.conf',
  'glance/glance.conf.d/10.conf',
  'glance/glance.conf.d/9.conf',
  'glance/glance.conf.d/.hidden.conf',
  'glance/glance.conf.d/notes.txt',
  'glance/glance.conf.d/deep/1.conf',
  'glance/policy.yaml',
  'glance/uwsgi.conf.d/50.conf',
  'nova/nova.conf',
];
const dropIns = ['glance/glance.conf.d/10.conf', 'glance/glance.conf.d/9.conf'];

describe('filesRead', () => {
  it('under eventlet leaves glance-image-import.conf unread', () => {
    const { read, unread } = filesRead('glance', 'eventlet', glance);
    expect(read).toEqual(['glance/glance-api.conf', ...dropIns, 'glance/glance-api.conf.d/99.conf']);
    expect(unread.map(({ file }) => file)).toEqual([
      'glance/glance-image-import.conf',
      'glance/glance.conf.d/.hidden.conf',
      'glance/glance.conf.d/deep/1.conf',
      'glance/glance.conf.d/notes.txt',
      'glance/uwsgi.conf.d/50.conf',
    ]);
    expect(unread.every(({ because }) => because !== '')).toBe(true);
  });

  it('under uWSGI reads uwsgi.conf.d and not glance-api.conf.d, until glance names itself in 2026.2', () => {
    const files = ['glance/glance-image-import.conf', 'glance/glance-api.conf', ...dropIns];
    expect(filesRead('glance', 'uwsgi', glance, { release: '2025.1' }).read).toEqual([
      ...files,
      'glance/uwsgi.conf.d/50.conf',
    ]);
    expect(filesRead('glance', 'uwsgi', glance, { release: '2026.2' }).read).toEqual([
      ...files,
      'glance/glance-api.conf.d/99.conf',
    ]);
    expect(filesRead('glance', 'uwsgi', glance, { release: 'zed' }).read[0]).toBe('glance/glance-api-paste.ini');
    expect(filesRead('glance', 'mod_wsgi', glance).read).toEqual(files);
  });

  it('lets a file named on the command line beat the default directories', () => {
    const start = {
      commandLine: [
        '--config-file',
        '/etc/glance/glance-image-import.conf',
        '--config-file=/etc/glance/glance-api.conf',
      ],
    };
    expect(filesRead('glance', 'eventlet', glance, start).read).toEqual([
      ...dropIns,
      'glance/glance-api.conf.d/99.conf',
      'glance/glance-image-import.conf',
      'glance/glance-api.conf',
    ]);
    const directory = { commandLine: ['--config-dir', '/etc/glance/uwsgi.conf.d/'] };
    expect(filesRead('glance', 'eventlet', glance, directory).read).toEqual([
      'glance/glance-api.conf',
      'glance/uwsgi.conf.d/50.conf',
    ]);
  });

  it('names one file in every spelling of its path', () => {
    const read = (...commandLine: readonly string[]) =>
      filesRead('nova', 'eventlet', ['own.conf', 'nova/nova.conf'], { program: 'nova-compute', commandLine }).read;
    expect(read('--config-file', '/etc//nova/nova.conf')).toEqual(['nova/nova.conf']);
    expect(read('--config-file=/etc/./other/../nova/nova.conf')).toEqual(['nova/nova.conf']);
    expect(read('--config-dir', '/etc')).toEqual(['nova/nova.conf', 'own.conf']);
  });

  it('finds the files of a WSGI glance where OS_GLANCE_CONFIG_DIR says', () => {
    const read = (configDirectory: string) =>
      filesRead('glance', 'uwsgi', ['glance-api.conf', 'other/glance-api.conf'], { configDirectory }).read;
    expect(read(' /etc/other/ ')).toEqual(['other/glance-api.conf']);
    expect(read('/etc')).toEqual(['glance-api.conf']);
  });

  it('knows the programs of nova and cinder', () => {
    const nova = [
      'nova.conf',
      'nova/nova-compute.conf',
      'nova/nova-api.conf',
      'nova/api-paste.ini',
      'nova/nova.conf',
      'nova/nova.conf.d/a.conf',
    ];
    expect(filesRead('nova', 'uwsgi', nova, { program: 'nova-compute' }).read).toEqual([
      'nova/nova.conf',
      'nova/nova-compute.conf',
      'nova/nova.conf.d/a.conf',
    ]);
    expect(filesRead('nova', 'uwsgi', nova, { program: 'nova-api' }).read).toEqual([
      'nova/api-paste.ini',
      'nova/nova.conf',
      'nova/nova.conf.d/a.conf',
    ]);
    expect(filesRead('nova', 'uwsgi', nova).unread.map(({ file }) => file)).toEqual(['nova/nova-api.conf']);
    expect(filesRead('cinder', 'eventlet', ['cinder.conf', 'cinder/cinder-volume.conf.d/z.conf']).read).toEqual([
      'cinder.conf',
      'cinder/cinder-volume.conf.d/z.conf',
    ]);
  });
});
