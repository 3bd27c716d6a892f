# offer.py - a window of another program that lets files be dragged out of it
#
# Usage: offer.py FILE...  A small file manager, as far as the window under test can tell.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import sys
from pathlib import Path

import gi
gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, GLib, Gtk

TITLE = 'Files to drag'


def activate(application):
    uris = ''.join(Path(name).as_uri() + '\r\n' for name in sys.argv[1:])
    # A file manager offers them through a portal first.
    content = Gdk.ContentProvider.new_union(
        [Gdk.ContentProvider.new_for_bytes(kind, GLib.Bytes.new(data.encode()))
         for kind, data in (('application/vnd.portal.filetransfer', '1'),
                            ('text/uri-list', uris))])
    source = Gtk.DragSource(actions=Gdk.DragAction.COPY, content=content)
    label = Gtk.Label(label=TITLE)
    label.add_controller(source)
    window = Gtk.ApplicationWindow(application=application, title=TITLE, child=label,
                                   default_width=260, default_height=160)
    window.present()


def main():
    application = Gtk.Application(application_id='org.nightstand.TestOffer')
    application.connect('activate', activate)
    application.run(None)


if __name__ == '__main__':
    main()
