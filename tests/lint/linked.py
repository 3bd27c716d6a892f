# linked.py - none of our programs is linked with what talks to a network, or calls it
#
# Usage: linked.py WHAT PROGRAM; WHAT is "app", "ctl", "decoder" or "remuxer".
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import subprocess
import sys

# What each program asks for by itself; all else comes because one of these brings it.
COMMON = 'glib-2.0 gobject-2.0 gio-2.0 sodium sqlite3 gcrypt seccomp zxcvbn m c'.split()
ASKED = {
    'app': COMMON + '''gtk-4 adwaita-1 pango-1.0 pangocairo-1.0 cairo cairo-gobject
        graphene-1.0 gdk_pixbuf-2.0 gstreamer-1.0 gstapp-1.0 gstbase-1.0
        gstvideo-1.0 json-glib-1.0 mount'''.split(),
    'ctl': COMMON + ['json-glib-1.0', 'mount'],
    'decoder': '''glib-2.0 gobject-2.0 gio-2.0 seccomp m c cairo fontconfig freetype
        gdk_pixbuf-2.0 gexiv2 gstreamer-1.0 gstapp-1.0 gstbase-1.0 gstvideo-1.0 heif jpeg
        png16 avutil swscale tiff webp webpdemux webpmux poppler-glib jxl gif'''.split(),
    'remuxer': 'glib-2.0 avcodec avformat avutil seccomp m c'.split(),
}
# A sanitizer is none of ours.
RUNTIME = 'asan ubsan gcc_s stdc++'.split()

# Libraries for talking to servers.  Those that libavformat brings into the remuxer are
# out of reach there: its sandbox has no sockets at all.
TALKERS = re.compile(r'lib(curl|soup|nghttp|rest|mongo|neon|serf|ssh|srt|rist|rabbitmq|zmq|'
                     r'rtmp|smbclient|ldap|resolv|cares|torrent|websockets)')
BROUGHT = {'remuxer': re.compile(r'lib(ssh|srt|rist|rabbitmq|zmq|rtmp|smbclient|resolv|'
                                 r'nghttp)')}

# Libraries of ours that talk to servers by themselves in newer systems: about software, and
# for pictures and documents that lie elsewhere.  What these bring is out of reach, too: no
# process of ours makes a socket for a network.
CARRIERS = re.compile(r'lib(appstream|exiv2|poppler)\.so')

# Calls that lead to another computer; socketpair() does not.
CALLS = re.compile(r'^(socket|connect|bind|listen|accept4?|sendto|recvfrom|getaddrinfo|'
                   r'gethostby\w+|res_\w+|g_socket_\w+|g_resolver_\w+|g_inet_\w+|'
                   r'g_network_\w+|g_tcp_\w+|g_tls_\w+|g_proxy_\w+|g_dtls_\w+|'
                   r'gtk_show_uri\w*|g_app_info_launch\w*)$')


def lines(*command):
    return subprocess.run(command, check=True, capture_output=True,
                          text=True).stdout.splitlines()


def asked_for(program):
    found = [re.search(r'\(NEEDED\).*\[lib(.+?)\.so', line)
             for line in lines('readelf', '--dynamic', program)]
    return {match.group(1) for match in found if match}


def brought(program):
    found = [line.split() for line in lines('ldd', program) if '.so' in line]
    return {words[0]: words[2] if '=>' in words else words[0] for words in found}


def excused(libraries):
    """What comes with a library that is known to bring it."""
    carriers = [path for name, path in libraries.items() if CARRIERS.match(name)]
    return {name for path in carriers for name in brought(path)}


def called(program):
    found = [line.split()[-1].partition('@')[0]
             for line in lines('nm', '--dynamic', '--undefined-only', program)]
    return set(found)


def check(what, program):
    complaints = [f'asks for lib{name}' for name in
                  sorted(asked_for(program) - set(ASKED[what]) - set(RUNTIME))]
    libraries = brought(program)
    complaints += [f'brings {name}' for name in sorted(set(libraries) - excused(libraries))
                   if TALKERS.match(name)
                   and not (what in BROUGHT and BROUGHT[what].match(name))]
    calls = called(program)
    if not calls & {'malloc', 'free', 'g_free', 'g_malloc'}:
        complaints.append('blind: no call was seen')
    complaints += [f'calls {name}()' for name in sorted(calls) if CALLS.match(name)]
    return complaints


def main():
    complaints = check(*sys.argv[1:3])
    for complaint in complaints:
        print(f'{sys.argv[2]}: {complaint}')
    return 1 if complaints else 0


if __name__ == '__main__':
    sys.exit(main())
