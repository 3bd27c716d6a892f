# portal.py - a portal for files that answers at once with the files it was started with
#
# Usage: portal.py URI...; says "ready" when it is there, and then what it is asked.
#
# As xdg-desktop-portal and xdg-document-portal do, it opens /proc/PID/root of whoever asks it
# for the first time, and turns away those of whom it cannot.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys

from gi.repository import Gio, GLib

NAME, PATH = 'org.freedesktop.portal.Desktop', '/org/freedesktop/portal/desktop'
FILES_NAME, FILES_PATH = ('org.freedesktop.portal.Documents',
                          '/org/freedesktop/portal/documents')
DENIED = 'org.freedesktop.DBus.Error.AccessDenied'
REQUEST = 'org.freedesktop.portal.Request'
VERSION = 3

INTERFACES = '''<node>
<interface name="org.freedesktop.portal.FileChooser">
  <method name="OpenFile">
    <arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="a{sv}" direction="in"/><arg type="o" direction="out"/>
  </method>
  <property name="version" type="u" access="read"/>
</interface>
<interface name="org.freedesktop.portal.Settings">
  <method name="ReadAll">
    <arg type="as" direction="in"/><arg type="a{sa{sv}}" direction="out"/>
  </method>
  <method name="Read">
    <arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="v" direction="out"/>
  </method>
  <property name="version" type="u" access="read"/>
</interface>
</node>'''

FILES_INTERFACE = '''<node>
<interface name="org.freedesktop.portal.FileTransfer">
  <method name="RetrieveFiles">
    <arg type="s" direction="in"/><arg type="a{sv}" direction="in"/>
    <arg type="as" direction="out"/>
  </method>
  <property name="version" type="u" access="read"/>
</interface>
</node>'''

uris = sys.argv[1:]


# (name, sender): both are asked apart, and remember apart.
met = set()


def turns_away(bus, name, sender):
    """Why SENDER is not served; None if it is."""
    if (name, sender) in met:
        return None
    pid = bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                        'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                        GLib.Variant('(s)', (sender,)), None, 0, -1, None).unpack()[0]
    try:
        os.close(os.open(f'/proc/{pid}/root', os.O_RDONLY | os.O_DIRECTORY))
    except OSError:
        return f'Portal operation not allowed: Unable to open /proc/{pid}/root'
    met.add((name, sender))
    return None


def open_file(bus, sender, invocation, options):
    owner = sender[1:].replace('.', '_')
    request = f'{PATH}/request/{owner}/{options["handle_token"]}'
    invocation.return_value(GLib.Variant('(o)', (request,)))
    answer = GLib.Variant('(ua{sv})', (0, {'uris': GLib.Variant('as', uris)}))
    bus.emit_signal(sender, request, REQUEST, 'Response', answer)


def called(bus, sender, path, interface, method, arguments, invocation):
    print(method, flush=True)
    refusal = turns_away(bus, FILES_NAME if path == FILES_PATH else NAME, sender)
    if refusal:
        print('away', flush=True)
        invocation.return_dbus_error(DENIED, refusal)
    elif method == 'OpenFile':
        open_file(bus, sender, invocation, arguments.unpack()[2])
    elif method == 'ReadAll':
        invocation.return_value(GLib.Variant('(a{sa{sv}})', ({},)))
    else:
        invocation.return_dbus_error('org.freedesktop.portal.Error.NotFound', 'none')


def get(bus, sender, path, interface, name):
    return GLib.Variant('u', VERSION)


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for interface in Gio.DBusNodeInfo.new_for_xml(INTERFACES).interfaces:
        bus.register_object(PATH, interface, called, get, None)
    bus.register_object(FILES_PATH, Gio.DBusNodeInfo.new_for_xml(FILES_INTERFACE)
                        .interfaces[0], called, get, None)
    Gio.bus_own_name_on_connection(bus, FILES_NAME, Gio.BusNameOwnerFlags.NONE, None, None)
    Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE,
                                   lambda *_: print('ready', flush=True), None)
    GLib.MainLoop().run()


if __name__ == '__main__':
    main()
