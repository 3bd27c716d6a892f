# units.py - as much of systemd's user manager as says what it was asked
#
# Usage: units.py UNIT; says "ready" when it is there.  Whoever asks runs in UNIT; "" for in none.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import sys

from gi.repository import Gio, GLib

NAME, PATH = 'org.freedesktop.systemd1', '/org/freedesktop/systemd1'
UNIT_PATH = PATH + '/unit/one'

MANAGER = '''<node>
<interface name="org.freedesktop.systemd1.Manager">
  <method name="GetUnitByPID">
    <arg type="u" direction="in"/><arg type="o" direction="out"/>
  </method>
  <method name="SetUnitProperties">
    <arg type="s" direction="in"/><arg type="b" direction="in"/>
    <arg type="a(sv)" direction="in"/>
  </method>
  <method name="StartTransientUnit">
    <arg type="s" direction="in"/><arg type="s" direction="in"/>
    <arg type="a(sv)" direction="in"/><arg type="a(sa(sv))" direction="in"/>
    <arg type="o" direction="out"/>
  </method>
</interface>
</node>'''

UNIT = '''<node>
<interface name="org.freedesktop.systemd1.Unit">
  <property name="Id" type="s" access="read"/>
</interface>
</node>'''

NO_UNIT = 'org.freedesktop.systemd1.NoUnitForPID'


def called(bus, sender, path, interface, method, arguments, invocation):
    print(json.dumps([method, arguments.unpack(), arguments.print_(True)]), flush=True)
    if method == 'SetUnitProperties':
        invocation.return_value(None)
    elif method == 'GetUnitByPID' and not sys.argv[1]:
        invocation.return_dbus_error(NO_UNIT, 'none')
    else:
        invocation.return_value(GLib.Variant('(o)', (UNIT_PATH,)))


def main():
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    for path, xml, get in ((PATH, MANAGER, None),
                           (UNIT_PATH, UNIT, lambda *_: GLib.Variant('s', sys.argv[1]))):
        bus.register_object(path, Gio.DBusNodeInfo.new_for_xml(xml).interfaces[0], called,
                            get, None)
    Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE,
                                   lambda *_: print('ready', flush=True), None)
    GLib.MainLoop().run()


if __name__ == '__main__':
    main()
