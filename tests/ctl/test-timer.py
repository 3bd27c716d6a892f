# test-timer.py - the timer that reaps: installed, removed and looked up, with a systemctl that
# is not the system's
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import shlex
import shutil
import subprocess
import unittest

from gi.repository import Gio, GLib

from support import Base, COMPUTER, PLACE, PROGRAM, USAGE, png

HOUR, DAY = 3600, 86400

NOTIFICATIONS = '''<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="as" direction="in"/><arg type="a{sv}" direction="in"/>
<arg type="i" direction="in"/><arg type="u" direction="out"/></method>
</interface></node>'''

# Writes down how it was called, fails as it is told to, and remembers what is active.
SYSTEMCTL = '''#!/bin/sh
echo "$*" >>"$STATE/calls"
[ ! -e "$STATE/fails-$2" ] || exit 1
case $2 in
  enable) touch "$STATE/active" ;;
  disable) rm -f "$STATE/active" ;;
  is-active) [ -e "$STATE/active" ] ;;
esac
'''


class TimerTest(Base):
    def setUp(self):
        super().setUp()
        self.home = self.folder / 'home'
        self.config = self.home / 'config'
        self.state = self.folder / 'state'
        self.tools = self.folder / 'tools'
        for folder in (self.state, self.tools):
            folder.mkdir()
        self.program = self.tools / 'systemctl'
        self.program.write_text(SYSTEMCTL)
        self.program.chmod(0o755)
        self.environment.update(XDG_CONFIG_HOME=str(self.config), STATE=str(self.state),
                                NIGHTSTAND_CTL=PROGRAM,
                                PATH=f'{self.tools}:{os.environ["PATH"]}')
        self.create()

    def timer(self, verb, **options):
        return self.ctl('timer', verb, passphrase=None, **options)

    def status(self, **options):
        return json.loads(self.ctl('timer', 'status', '--json', passphrase=None, **options)[0])

    def calls(self):
        path = self.state / 'calls'
        return path.read_text().splitlines() if path.exists() else []

    def files(self):
        return sorted(str(path.relative_to(self.config))
                      for path in self.config.rglob('*') if path.is_file())

    def written(self):
        return ''.join(path.read_text() for path in self.config.rglob('*') if path.is_file())

    def test_nothing_is_installed_unasked(self):
        self.add()
        status = self.status()
        self.assertEqual(self.files(), [])
        self.assertFalse(status['listed'] or status['hourly'] or status['at_login'])
        self.assertTrue(status['reaped_until'])

    def test_install(self):
        out, _ = self.timer('install')
        self.assertIn('every hour', out)
        self.assertEqual(self.files(), ['autostart/tidy-up.desktop',
                                        'systemd/user/tidy-up.service',
                                        'systemd/user/tidy-up.timer'])
        status = self.status()
        self.assertTrue(status['listed'] and status['hourly'] and status['at_login'])
        self.assertIn('--user enable --now tidy-up.timer', self.calls())
        self.assertIn('--user daemon-reload', self.calls())
        timer = (self.config / 'systemd/user/tidy-up.timer').read_text()
        self.assertIn('Persistent=true\n', timer)
        self.assertIn('OnCalendar=*-*-* *:00:00 UTC\n', timer)

    def test_names_nothing(self):
        self.timer('install')
        written = self.written()
        self.assertNotIn(str(self.vault), written)
        self.assertNotIn('ault', written.replace(PROGRAM, ''))
        self.assertNotIn('ightstand', written.replace(PROGRAM, ''))

    def test_systemd_accepts_the_units(self):
        """What systemd itself thinks of them, where it is installed."""
        self.timer('install')
        verify = shutil.which('systemd-analyze', path='/usr/bin:/bin')
        if verify is None:
            self.assertIn('[Timer]', self.written())
            return
        units = self.config / 'systemd/user'
        done = subprocess.run([verify, 'calendar', '*-*-* *:00:00 UTC'], capture_output=True,
                              text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        done = subprocess.run([verify, 'verify', '--user', *map(str, units.glob('tidy-up.*'))],
                              capture_output=True, text=True,
                              env={**os.environ, 'XDG_RUNTIME_DIR': str(self.state)})
        self.assertNotIn('tidy-up', done.stderr)

    def test_what_is_installed_reaps(self):
        """The very commands that were written are run."""
        self.ctl('import', self.source('gone.png', png(shade=2)), '--expires', '1h')
        self.timer('install')
        service = (self.config / 'systemd/user/tidy-up.service').read_text()
        entry = (self.config / 'autostart/tidy-up.desktop').read_text()
        starts = [next(line.split('=', 1)[1] for line in text.splitlines()
                       if line.startswith(key)) for text, key in ((service, 'ExecStart='),
                                                                  (entry, 'Exec='))]
        for i, start in enumerate(starts, 1):
            before = self.status()['reaped_until']
            later = {**self.environment,
                     'LD_PRELOAD': os.environ['NIGHTSTAND_CLOCK_SHIM'],
                     'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '')
                                     + ':verify_asan_link_order=0',
                     'NIGHTSTAND_TEST_SYNCHRONISED': '1',
                     'NIGHTSTAND_TEST_AHEAD_S': str(i * 3 * HOUR)}
            done = subprocess.run(shlex.split(start), env=later, capture_output=True,
                                  text=True)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertGreater(self.status()['reaped_until'], before)
        self.assertEqual(self.names(), [])

    def test_odd_program_path(self):
        """A path with all that either file gives a meaning to comes out as it was."""
        odd = self.folder / 'a b%h "c" \\d `e`'
        odd.mkdir()
        link = odd / 'nightstandctl'
        link.write_text(f'#!/bin/sh\nexec {PROGRAM} "$@"\n')
        link.chmod(0o755)
        self.timer('install', env={**self.environment, 'NIGHTSTAND_CTL': str(link)})
        service = (self.config / 'systemd/user/tidy-up.service').read_text()
        start = next(line.split('=', 1)[1] for line in service.splitlines()
                     if line.startswith('ExecStart='))
        self.assertEqual(shlex.split(start.replace('%%', '%'))[0], str(link))
        entry = (self.config / 'autostart/tidy-up.desktop').read_text()
        start = next(line.split('=', 1)[1] for line in entry.splitlines()
                     if line.startswith('Exec='))
        # As the specification has it; a shell's rules differ in the backquote alone.
        start = start.replace('\\\\', '\\').replace('%%', '%').replace('\\`', '`')
        self.assertEqual(shlex.split(start)[0], str(link))

    def test_remove(self):
        self.timer('install')
        out, _ = self.timer('remove')
        self.assertRegex(out, r'expiry while locked +off')
        self.assertEqual(self.files(), [])
        self.assertFalse((self.state / 'active').exists())
        self.assertEqual([call for call in self.calls() if 'is-active' not in call][-2:],
                         ['--user disable --now tidy-up.timer', '--user daemon-reload'])
        calls = len(self.calls())
        self.timer('remove')
        self.assertEqual(len(self.calls()), calls)

    def test_several_vaults(self):
        other = self.folder / 'a vault elsewhere\n%'
        self.ctl('create', '--kdf', 'quick', vault=other)
        for vault in (self.vault, other):
            self.timer('install', vault=vault)
        out, _ = self.run_all()
        self.assertIn('Expiry keys overwritten:', out)
        self.timer('remove')
        self.assertEqual(len(self.files()), 3)
        self.assertFalse(self.status()['listed'])
        self.assertTrue(self.status(vault=other)['listed'])
        self.timer('remove', vault=other)
        self.assertEqual(self.files(), [])

    def run_all(self):
        done = subprocess.run([PROGRAM, 'reap', '--all'], env=self.environment,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout, done.stderr

    def test_all_goes_on(self):
        """A vault that is open, one that has gone, one that is damaged: each is passed by, and
        only the last is a failure."""
        gone, damaged = self.folder / 'gone', self.folder / 'damaged'
        for vault in (gone, damaged):
            self.ctl('create', '--kdf', 'quick', vault=vault)
            self.timer('install', vault=vault)
        self.timer('install')
        shutil.rmtree(gone)
        self.run_all()
        (damaged / 'keyring').write_bytes(b'nothing')
        done = subprocess.run([PROGRAM, 'reap', '--all'], env=self.environment,
                              capture_output=True, text=True)
        self.assertNotEqual(done.returncode, 0)
        self.hold_lock()
        (damaged / 'keyring').unlink()
        self.run_all()

    # ---- Reminders --------------------------------------------------------------------

    def reminders(self):
        path = self.home / 'data/nightstand/reminders'
        return path.read_text() if path.exists() else None

    def notified(self, ahead_s):
        """What a login so many seconds from now says, on a bus with a desktop on it."""
        bus = Gio.TestDBus.new(Gio.TestDBusFlags.NONE)
        bus.up()
        connection = Gio.DBusConnection.new_for_address_sync(
            bus.get_bus_address(), Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        said = []

        def called(_connection, _sender, _path, _interface, _method, words, invocation):
            said.append(words.unpack())
            invocation.return_value(GLib.Variant('(u)', (1,)))

        node = Gio.DBusNodeInfo.new_for_xml(NOTIFICATIONS)
        connection.register_object('/org/freedesktop/Notifications', node.interfaces[0],
                                   called, None, None)
        connection.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                             'org.freedesktop.DBus', 'RequestName',
                             GLib.Variant('(su)', ('org.freedesktop.Notifications', 0)),
                             None, Gio.DBusCallFlags.NONE, -1, None)
        process = subprocess.Popen(
            [PROGRAM, 'reap', '--all', '--remind'], stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**self.environment, 'DBUS_SESSION_BUS_ADDRESS': bus.get_bus_address(),
                 'LD_PRELOAD': os.environ['NIGHTSTAND_CLOCK_SHIM'],
                 'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '')
                                 + ':verify_asan_link_order=0',
                 'NIGHTSTAND_TEST_SYNCHRONISED': '1',
                 'NIGHTSTAND_TEST_AHEAD_S': str(ahead_s)})
        while process.poll() is None:
            GLib.MainContext.default().iteration(False)
        out, err = process.communicate()
        self.assertEqual(process.returncode, 0, err)
        connection.close_sync(None)
        bus.stop()
        return said

    def test_reminders(self):
        """Half of the days, once; and from three days before on at each login."""
        self.add()
        self.ctl('absence', '40', '--now')
        self.assertIsNone(self.reminders())
        self.timer('install')
        self.assertIsNone(self.reminders())
        # The timer is no reason to ask for a passphrase: it is known at the next opening.
        self.ctl('list')
        self.assertRegex(self.reminders(), r'^file://\S+ \d+ \d+\n$')
        self.assertEqual(self.notified(15 * DAY), [])
        self.assertEqual([call[3:5] for call in self.notified(22 * DAY)], [('1 reminder', '')])
        self.assertEqual(self.notified(23 * DAY), [])
        for _ in range(2):
            said = self.notified(39 * DAY)
            self.assertEqual([call[3] for call in said], ['1 reminder'])
            self.assertNotIn('ight', str(said))
        # Whoever comes is not reminded any more, nor who gave the rule up.
        self.ctl('list')
        self.assertEqual(self.notified(15 * DAY), [])
        self.ctl('absence', 'off')
        self.assertIsNone(self.reminders())

    def test_no_reminder(self):
        """A rule about albums is one while an album is chosen."""
        self.timer('install')
        self.ctl('albums', 'create', 'Sea')
        self.ctl('absence', '40', '--album', 'Sea', '--now')
        self.assertRegex(self.reminders(), r'^file://\S+ \d+ \d+\n$')
        self.assertEqual([call[3:5] for call in self.notified(22 * DAY)], [('1 reminder', '')])
        self.ctl('albums', 'remove', 'Sea')
        self.assertIsNone(self.reminders())
        self.ctl('list')
        self.assertIsNone(self.reminders())

    def test_two_vaults(self):
        """Two that are due are one reminder: that there are two is nobody's business."""
        second = self.folder / 'second'
        self.ctl('create', '--kdf', 'quick', vault=second)
        for vault in (self.vault, second):
            self.ctl('absence', '40', '--now', vault=vault)
            self.timer('install', vault=vault)
            self.ctl('list', vault=vault)
        self.assertEqual([call[3:5] for call in self.notified(39 * DAY)], [('1 reminder', '')])

    def test_no_desktop(self):
        self.timer('install')
        self.ctl('absence', '40', '--now')
        later = {**self.environment, 'LD_PRELOAD': os.environ['NIGHTSTAND_CLOCK_SHIM'],
                 'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '')
                                 + ':verify_asan_link_order=0',
                 'NIGHTSTAND_TEST_SYNCHRONISED': '1', 'DBUS_SESSION_BUS_ADDRESS': 'unix:path=/no',
                 'NIGHTSTAND_TEST_AHEAD_S': str(39 * DAY)}
        done = subprocess.run([PROGRAM, 'reap', '--all', '--remind'], env=later,
                              capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_systemctl_fails(self):
        for verb in ('daemon-reload', 'enable'):
            with self.subTest(verb):
                (self.state / f'fails-{verb}').touch()
                self.fails(COMPUTER, 'because systemctl failed',
                           'timer', 'install', passphrase=None)
                # No unit is left that nobody started; the login still does it.
                self.assertEqual(self.files(), ['autostart/tidy-up.desktop'])
                status = self.status()
                self.assertTrue(status['listed'] and status['at_login'])
                self.assertFalse(status['hourly'])
                (self.state / f'fails-{verb}').unlink()
        self.timer('install')
        (self.state / 'fails-disable').touch()
        self.fails(COMPUTER, 'systemctl failed', 'timer', 'remove', passphrase=None)
        self.assertEqual(self.files(), [])

    def test_without_systemd(self):
        self.program.unlink()
        here = {**self.environment, 'PATH': str(self.tools)}
        out, _ = self.timer('install', env=here)
        self.assertIn('at each login', out)
        self.assertEqual(self.files(), ['autostart/tidy-up.desktop'])
        self.timer('remove', env=here)
        self.assertEqual(self.files(), [])

    def test_status_believes_nothing(self):
        self.timer('install')
        (self.state / 'active').unlink()
        self.assertFalse(self.status()['hourly'])
        (self.state / 'active').touch()
        for name, key in (('systemd/user/tidy-up.service', 'hourly'),
                          ('systemd/user/tidy-up.timer', 'hourly'),
                          ('autostart/tidy-up.desktop', 'at_login')):
            path = self.config / name
            kept = path.read_text()
            path.write_text(kept.replace('reap', 'true').replace('true\n', 'false\n'))
            self.assertFalse(self.status()[key], name)
            path.write_text(kept)
            self.assertTrue(self.status()[key], name)

    def test_not_writable(self):
        self.config.mkdir(parents=True)
        (self.config / 'autostart').write_text('a file where a folder should be')
        _, err = self.ctl('timer', 'install', passphrase=None, status=COMPUTER)
        self.assertFalse(self.status()['at_login'])

    def test_usage(self):
        self.fails(USAGE, 'timer install|remove|status', 'timer', 'maybe', passphrase=None)
        self.fails(USAGE, 'The form is', 'timer', passphrase=None)
        self.fails(USAGE, 'do not go together', 'reap', '--all', passphrase=None)
        shutil.rmtree(self.vault)
        self.fails(PLACE, 'no vault in this folder', 'timer', 'install', passphrase=None)


if __name__ == '__main__':
    unittest.main()
