# desktop.py - what a desktop says over its buses, said by python-dbusmock
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys
from pathlib import Path

from gi.repository import Gio, GLib

import access

LOGIN = 'org.freedesktop.login1'
SESSION_PATH = '/org/freedesktop/login1/session/auto'
NOTIFICATIONS = 'org.freedesktop.Notifications'
NOTIFICATIONS_PATH = '/org/freedesktop/Notifications'
PROPERTIES = 'org.freedesktop.DBus.Properties'
MOCK = 'org.freedesktop.DBus.Mock'
CALL_MS = 20000


class Desktop:
    """Its own system bus, with as much of a desktop on both as was asked for."""

    def __init__(self, story):
        self.story = story
        room = Path(os.environ['NIGHTSTAND_ROOM'])
        address = f'unix:path={room}/run/system-bus'
        story.helper('dbus-daemon', '--session', '--nofork', f'--address={address}')
        access.wait_until(lambda: (room / 'run/system-bus').exists(), 'a system bus')
        os.environ['DBUS_SYSTEM_BUS_ADDRESS'] = address
        self.system = self._connect(address)
        self.session = self._connect(os.environ['DBUS_SESSION_BUS_ADDRESS'])

    @staticmethod
    def _connect(address):
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        return Gio.DBusConnection.new_for_address_sync(address, flags, None, None)

    def start(self, template, bus, name):
        """Have the mock TEMPLATE on BUS, and wait until it has its NAME; its process."""
        process = self.story.helper(sys.executable, '-m', 'dbusmock', '--template', template)

        def there():
            answer = bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                                   'org.freedesktop.DBus', 'NameHasOwner',
                                   GLib.Variant('(s)', (name,)), None, 0, CALL_MS, None)
            return answer.unpack()[0]
        access.wait_until(there, f'{template} is on its bus')
        return process

    def start_login(self):
        self.start('logind', self.system, LOGIN)
        self.call(self.system, LOGIN, '/org/freedesktop/login1', MOCK, 'AddSession',
                  GLib.Variant('(ssusb)', ('auto', 'seat0', os.getuid(), 'someone', True)))

    def start_power(self):
        self.start('upower', self.system, 'org.freedesktop.UPower')

    def start_screen_saver(self):
        self.start('gnome_screensaver', self.session, 'org.gnome.ScreenSaver')

    def start_notifications(self):
        self.notifications = self.start('notification_daemon', self.session, NOTIFICATIONS)

    def notified(self, method='Notify'):
        """What the desktop was asked to show, or with CloseNotification to take off again: the
        arguments of each call."""
        answer = self.call(self.session, NOTIFICATIONS, NOTIFICATIONS_PATH, MOCK, 'GetMethodCalls',
                           GLib.Variant('(s)', (method,)))
        return [arguments for _, arguments in answer.unpack()[0]]

    def call(self, bus, name, path, interface, method, parameters=None):
        return bus.call_sync(name, path, interface, method, parameters, None, 0, CALL_MS,
                             None)

    def emit(self, name, path, interface, signal, kind, values):
        """As if the service NAME on the system bus emitted it."""
        self.call(self.system, name, path, MOCK, 'EmitSignal',
                  GLib.Variant('(sssav)', (interface, signal, kind, values)))

    # ---- what a desktop does ----

    def lock_session(self):
        self.call(self.system, LOGIN, SESSION_PATH, LOGIN + '.Session', 'Lock')

    def set_locked_hint(self, locked):
        self.call(self.system, LOGIN, SESSION_PATH, LOGIN + '.Session', 'SetLockedHint',
                  GLib.Variant('(b)', (locked,)))

    def set_active(self, active):
        self.call(self.system, LOGIN, SESSION_PATH, MOCK, 'UpdateProperties',
                  GLib.Variant('(sa{sv})', (LOGIN + '.Session',
                                            {'Active': GLib.Variant('b', active)})))

    def prepare_for(self, what, begins):
        self.emit(LOGIN, '/org/freedesktop/login1', LOGIN + '.Manager', f'PrepareFor{what}',
                  'b', [GLib.Variant('b', begins)])

    def close_lid(self, closed):
        self.call(self.system, 'org.freedesktop.UPower', '/org/freedesktop/UPower', MOCK,
                  'UpdateProperties',
                  GLib.Variant('(sa{sv})', ('org.freedesktop.UPower',
                                            {'LidIsClosed': GLib.Variant('b', closed)})))

    def cover_screen(self, active):
        self.call(self.session, 'org.gnome.ScreenSaver', '/org/gnome/ScreenSaver',
                  'org.gnome.ScreenSaver', 'SetActive', GLib.Variant('(b)', (active,)))

    def say_screen_saver(self, active):
        """As KDE's does, over a bus name nobody has to have."""
        self.session.emit_signal(None, '/ScreenSaver', 'org.freedesktop.ScreenSaver',
                                 'ActiveChanged', GLib.Variant('(b)', (active,)))
        self.session.flush_sync(None)

    def inhibitors(self):
        """What holds up what, as logind lists it."""
        answer = self.call(self.system, LOGIN, '/org/freedesktop/login1',
                           LOGIN + '.Manager', 'ListInhibitors')
        return [entry[:4] for entry in answer.unpack()[0]]
