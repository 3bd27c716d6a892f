# banned.py - calls that are not made here, each with its reason
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import source

KEYS = ('src/crypto', 'src/keyring')
CORE = ('src/crypto', 'src/file', 'src/keyring', 'src/store', 'src/media', 'src/vault',
        'src/checkup', 'src/traces')
ALL = ('src', 'include', 'ui')

# (rooms, functions, reason)
BANS = (
    (KEYS, 'memcmp bcmp strcmp g_strcmp0 g_str_equal',
     'stops at the first difference, and the time it took tells where; sodium_memcmp'),
    (KEYS, 'memset bzero explicit_bzero',
     'the compiler may leave it out before a free; sodium_memzero, also for what is no '
     'secret, so that nobody has to wonder'),
    (ALL, 'rand srand random srandom drand48 g_random_int g_random_int_range '
          'g_random_double g_rand_new g_rand_int',
     'can be predicted; randombytes_buf'),
    (ALL, 'system popen g_spawn_command_line_sync g_spawn_command_line_async wordexp',
     'puts a shell between us and a file name'),
    (ALL, 'tmpfile tmpnam tempnam mktemp mkstemp mkostemp mkdtemp g_file_open_tmp '
          'g_mkstemp g_mkdtemp g_dir_make_tmp g_file_new_tmp',
     'a temporary file is a copy that outlives its key; sealed memfds'),
    (CORE, 'g_file_set_contents g_file_set_contents_full g_file_replace '
           'g_file_replace_contents g_file_replace_contents_async',
     'writes beside the file and renames: the old keys stay on the disk'),
    (ALL, 'strcpy strcat strncpy strncat sprintf vsprintf gets stpcpy',
     'does not know how much room there is; g_strlcpy, g_snprintf, GString'),
    (ALL, 'strtok', 'keeps state between callers; g_strsplit'),
    (ALL, 'alloca g_alloca g_newa strdupa',
     'a size that is too large is not noticed; g_malloc'),
    (ALL, 'atoi atol atoll strtol strtoul g_ascii_strtoull',
     'takes what is no number for one; g_ascii_string_to_unsigned'),
    (ALL, 'g_memdup', 'cuts a length to 32 bits; g_memdup2'),
    (CORE, 'printf fprintf puts fputs perror g_print g_printerr',
     'the core is silent: what it would say is private'),
    (ALL, 'hexdump g_base64_encode', 'nothing private in errors and logs'),
    (ALL, 'getaddrinfo gethostbyname g_socket_client_new g_resolver_get_default '
          'g_network_address_new soup_session_new curl_easy_init',
     'there is no network code in Nightstand'),
)

# Not calls: a keyword, and the constants that make a socket a network socket.
WORDS = (
    (ALL, 'goto', 'there is one cleanup style here: g_autoptr and early return'),
    (ALL, 'AF_INET AF_INET6 PF_INET', 'there is no network code in Nightstand'),
)

# The decoder's self-test asks for network sockets, to see that it is refused them.
EXEMPT = {('src/decoder/selftest.c', 'AF_INET'), ('src/decoder/selftest.c', 'AF_INET6')}


def rules():
    for rooms, names, reason in BANS:
        yield rooms, re.compile(rf'\b({"|".join(names.split())})\s*\('), reason
    for rooms, names, reason in WORDS:
        yield rooms, re.compile(rf'\b({"|".join(names.split())})\b'), reason


def check(root):
    complaints = []
    for rooms, pattern, reason in rules():
        for path in source.files(root, '.c', '.h', rooms=rooms):
            code = source.code_only(source.read(path))
            for number, line in enumerate(code.splitlines(), 1):
                match = pattern.search(line)
                if match and (str(path.relative_to(root)), match.group(1)) not in EXEMPT:
                    complaints.append(source.complaint(
                        root, path, number, f'{match.group(1)}: {reason}'))
    return complaints


if __name__ == '__main__':
    source.run(check)
