# access.py - what assistive technology sees of a window, and what it can do with it
#
# This speaks AT-SPI over its bus itself: libatspi remembers trees, and a test that asks
# again and again until what it waits for is there must not get an old answer.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import re
import time
from typing import NamedTuple

import gi
gi.require_version('Gio', '2.0')
gi.require_version('Json', '1.0')
from gi.repository import Gio, GLib, Json

# Long enough for a busy machine under a sanitizer; one that is busier still can be given more.
PATIENCE_S = float(os.environ.get('NIGHTSTAND_PATIENCE_S', 60))
POLL_S = 0.05
CALL_MS = 20000

ATSPI = 'org.a11y.atspi.'
REGISTRY, ROOT = ATSPI + 'Registry', '/org/a11y/atspi/accessible/root'
PROPERTIES = 'org.freedesktop.DBus.Properties'
NOTHING = '/org/a11y/atspi/null'
CACHE = '/org/a11y/atspi/cache'

# Numbers of the protocol: bits of a state, and coordinates that count from the window.
STATE_CHECKED, STATE_FOCUSED, STATE_PRESSED, STATE_SENSITIVE = 4, 12, 20, 24
WINDOW_COORDINATES = 1

# Names of our own for the roles: the toolkit's differ from one version to the next.
ROLES = {2: 'alert', 5: 'calendar', 7: 'check box', 8: 'check menu item', 11: 'combo box',
         16: 'dialog', 20: 'filler', 23: 'frame', 27: 'image', 29: 'label', 31: 'list',
         32: 'list item', 35: 'menu item', 37: 'page tab', 39: 'panel',
         40: 'password text', 42: 'progress bar', 43: 'button', 44: 'radio button',
         45: 'radio menu item', 51: 'slider', 52: 'spin button', 54: 'status', 55: 'table',
         56: 'table cell', 61: 'text', 62: 'toggle button', 75: 'application',
         79: 'entry', 83: 'heading', 88: 'link', 101: 'notification', 103: 'level bar',
         116: 'static'}

# A person does something with these, so each has to say what it is.
ACTIONABLE = ('button', 'toggle button', 'check box', 'radio button', 'entry',
              'password text', 'text', 'spin button', 'slider', 'combo box', 'menu item',
              'check menu item', 'radio menu item', 'list item', 'link', 'table cell',
              'page tab', 'calendar')

# The toolkit says the type of a widget when it has no name for it.
NAMELESS = re.compile(r'^\s*$|^(Gtk|Adw|Night)[A-Z]\w*$')

bus = None


class Node(NamedTuple):
    """Something a window shows: the program's name on the bus, and the path of it."""
    owner: str
    path: str


def start():
    """Connect to the bus of assistive technology."""
    global bus
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus',
                                'GetAddress', None, None, 0, CALL_MS, None).unpack()[0]
    flags = Gio.DBusConnectionFlags
    bus = Gio.DBusConnection.new_for_address_sync(
        address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION)


def session_process(name):
    """The process that has a name on the session bus."""
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    return session.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus',
                             'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                             GLib.Variant('(s)', (name,)), None, 0, CALL_MS,
                             None).unpack()[0]


def call(node, interface, method, arguments=None):
    return ask(node, interface, method, arguments).unpack()


def ask(node, interface, method, arguments=None):
    return bus.call_sync(*node, interface, method, arguments, None, Gio.DBusCallFlags.NONE, CALL_MS,
                         None)


def get(node, interface, name):
    return call(node, PROPERTIES, 'Get', GLib.Variant('(ss)', (ATSPI + interface, name)))[0]


def wait_until(condition, what, seconds=PATIENCE_S):
    """The first true result of CONDITION; fails, saying WHAT was expected."""
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        if time.monotonic() > deadline:
            what = what() if callable(what) else what
            raise AssertionError(f'waited {seconds} s in vain: {what}')
        time.sleep(POLL_S)
    return result


# ---- seeing ----
# What goes away while it is looked at has no name, no role and no children.

def children(node):
    return children_of([node])[0]


def children_of(nodes):
    """The children of each of NODES; all are asked before the first answer is waited for."""
    found, left = [[] for _ in nodes], len(nodes)

    def answered(connection, result, place):
        nonlocal left
        left -= 1
        try:
            children, = connection.call_finish(result).unpack()
        except GLib.Error:
            return
        found[place] = [Node(*child) for child in children if child[1] != NOTHING]

    # Of its own, so that nothing else is heard meanwhile.
    context = GLib.MainContext.new()
    context.push_thread_default()
    for place, node in enumerate(nodes):
        bus.call(*node, ATSPI + 'Accessible', 'GetChildren', None, None, Gio.DBusCallFlags.NONE,
                 CALL_MS, None, answered, place)
    while left:
        context.iteration(True)
    context.pop_thread_default()
    return found


def applications():
    return children(Node(REGISTRY, ROOT))


def process_of(node):
    daemon = Node('org.freedesktop.DBus', '/org/freedesktop/DBus')
    return call(daemon, 'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                GLib.Variant('(s)', (node.owner,)))[0]


def role(node):
    try:
        number = call(node, ATSPI + 'Accessible', 'GetRole')[0]
    except GLib.Error:
        return ''
    return role_named(number)


def role_named(number):
    return ROLES.get(number, f'role {number}')


def name_of(node):
    try:
        return get(node, 'Accessible', 'Name')
    except GLib.Error:
        return ''


def states_of(node):
    try:
        return call(node, ATSPI + 'Accessible', 'GetState')[0]
    except GLib.Error:
        return []


def is_set(states, number):
    return bool(states) and bool(states[number // 32] >> number % 32 & 1)


def has_state(node, number):
    return is_set(states_of(node), number)


def is_sensitive(node):
    return has_state(node, STATE_SENSITIVE)


def is_checked(node):
    return has_state(node, STATE_CHECKED)


def is_focused(node):
    return has_state(node, STATE_FOCUSED)


def is_pressed(node):
    return has_state(node, STATE_PRESSED)


def extents(node):
    """Its place in its window: x, y, width, height."""
    return call(node, ATSPI + 'Component', 'GetExtents',
                GLib.Variant('(u)', (WINDOW_COORDINATES,)))[0]


def value_of(node):
    return get(node, 'Value', 'CurrentValue')


class Seen(NamedTuple):
    """A node as it was when somebody looked."""
    node: Node
    name: str
    role: str
    states: list
    children: list

    def has_state(self, number):
        return is_set(self.states, number)


def remembered(owner):
    """What a program knows of all it has to show, asked for with one question: name, number of the role, states and how many
    children, by path. Some of it may be hidden, and what is new need not be there yet."""
    try:
        # Unpacked in Python, this takes longer than the program takes to answer.
        reply = ask(Node(owner, CACHE), ATSPI + 'Cache', 'GetItems')
    except GLib.Error:
        return {}
    return {path: (name, number, states, n_children)
            for (_, path), _, _, _, n_children, _, name, number, _, states
            in json.loads(Json.gvariant_serialize_data(reply)[0])[0] if path != ROOT}


def look(root):
    """ROOT and what is in it. To ask every node for everything takes many times as long, and keeps the program from its work."""
    root = Node(*root)
    about = remembered(root.owner)
    inner, level = {}, [root]
    while level:
        asked = [node for node in level if node.path not in about or about[node.path][3] > 0]
        inner.update(zip(asked, children_of(asked)))
        level = [child for node in asked for child in inner[node]]

    def see(node):
        within = [see(child) for child in inner.get(node, ())]
        if node.path not in about:
            return Seen(node, name_of(node), role(node), states_of(node), within)
        name, number, states, _ = about[node.path]
        return Seen(node, name, role_named(number), states, within)

    return see(root)


def walk(seen):
    """SEEN and what is in it, from the outside in and from the start to the end."""
    yield seen
    for child in seen.children:
        yield from walk(child)


def matches(seen, name, roles):
    if isinstance(name, str) and seen.name != name:
        return False
    if isinstance(name, re.Pattern) and not name.search(seen.name):
        return False
    return not roles or seen.role in roles


def find_all(root, name=None, *roles):
    """What is called NAME, a text or a pattern, and has one of ROLES, if any are given."""
    return [seen.node for seen in walk(look(root)) if matches(seen, name, roles)]


def find(root, name=None, *roles):
    return next(iter(find_all(root, name, *roles)), None)


def words(root):
    """Everything it says, one thing a line."""
    said = dict.fromkeys(seen.name for seen in walk(look(root))
                         if not NAMELESS.match(seen.name))
    return '\n'.join(said)


def describe(seen):
    return f'{seen.role} "{seen.name}"'


def reaching_out(root, frame, *roles):
    """What of ROOT with one of ROLES is not between the sides of FRAME, each in words."""
    left, _, width, _ = frame
    for seen in walk(look(root)):
        if seen.role in roles:
            x, _, own, _ = extents(seen.node)
            if own != 0 and (x < left - 1 or x + own > left + width + 1):
                yield f'{describe(seen)} reaches from {x} to {x + own} in {width} px'


def outline(root):
    """The tree in words, for whoever reads why a test failed."""
    def lines(seen, depth):
        yield '  ' * depth + describe(seen)
        for child in seen.children:
            yield from lines(child, depth + 1)
    return list(lines(look(root), 0))


def unnamed(root):
    """The controls that do not say what they are, each with what it is in."""
    found = set()

    def search(seen, around):
        if seen.role in ACTIONABLE and NAMELESS.match(seen.name):
            found.add(' in '.join((describe(seen), *around[:2])))
        if seen.name.strip():
            around = (describe(seen), *around)
        for child in seen.children:
            search(child, around)

    search(look(root), ())
    return found


# ---- hearing ----

class Listener:
    """What a screen reader reads at once: each new name of a window, behind its title."""

    def __init__(self, root):
        self.root, self.said = root, []
        # The toolkit tells what somebody has asked for.
        bus.call_sync(REGISTRY, '/org/a11y/atspi/registry', REGISTRY, 'RegisterEvent',
                      GLib.Variant('(sass)', ('object:property-change', [], '')), None, 0,
                      CALL_MS, None)
        bus.signal_subscribe(root.owner, ATSPI + 'Event.Object', 'PropertyChange', None,
                             None, Gio.DBusSignalFlags.NONE, self._heard)

    def _heard(self, connection, sender, path, interface, signal, arguments):
        what, _, _, text = arguments.unpack()[:4]
        if what == 'accessible-name' and role(Node(sender, path)) == 'frame':
            self.said.append(text.partition(': ')[2].rstrip())

    def last(self):
        """What was said last."""
        while GLib.MainContext.default().iteration(False):
            pass
        return self.said[-1] if self.said else ''

    def wait_for(self, text):
        """TEXT is said; what was said before it is forgotten."""
        def said():
            self.last()
            return any(one.startswith(text) for one in self.said)
        wait_until(said, lambda: f'{text!r} is said; what was said: {self.said}')
        while not self.said.pop(0).startswith(text):
            pass


# ---- doing ----

def act(node):
    """Do what a click on it would do; whether it can be pressed at all."""
    try:
        return call(node, ATSPI + 'Action', 'DoAction', GLib.Variant('(i)', (0,)))[0]
    except GLib.Error:
        return False


def enter(node, text):
    if not call(node, ATSPI + 'EditableText', 'SetTextContents',
                GLib.Variant('(s)', (text,)))[0]:
        raise AssertionError(f'{role(node)} "{name_of(node)}" takes no text')


def set_value(node, value):
    value = GLib.Variant('d', value)
    call(node, PROPERTIES, 'Set',
         GLib.Variant('(ssv)', (ATSPI + 'Value', 'CurrentValue', value)))
