/* remains.c - what a thread's vector registers and stack still hold when its work is done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "crypto/remains.h"

#include <sodium.h>
#include <stdint.h>

#define STACK_BYTES (128 << 10)

#ifdef __x86_64__

/* The ABI lets a function use all of them as it likes, so nobody relies on what is there. */
#define FIRST_16                                                                       \
  "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9",      \
      "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"
#define LAST_16                                                                        \
  "xmm16", "xmm17", "xmm18", "xmm19", "xmm20", "xmm21", "xmm22", "xmm23", "xmm24",     \
      "xmm25", "xmm26", "xmm27", "xmm28", "xmm29", "xmm30", "xmm31"
#define ZERO(n) "vpxord %%zmm" #n ", %%zmm" #n ", %%zmm" #n "\n"

/* Zeroing all does not reach the upper sixteen. */
__attribute__ ((target ("avx512f"))) static void
clear_upper (void)
{
  __asm__ volatile(ZERO (16) ZERO (17) ZERO (18) ZERO (19) ZERO (20) ZERO (21) ZERO (22)
                       ZERO (23) ZERO (24) ZERO (25) ZERO (26) ZERO (27) ZERO (28)
                           ZERO (29) ZERO (30) ZERO (31)
                   :
                   :
                   : LAST_16);
}

__attribute__ ((target ("avx"))) static void
clear_lower (void)
{
  __asm__ volatile("vzeroall" : : : FIRST_16);
}

static void
clear_oldest (void)
{
  __asm__ volatile("pxor %%xmm0, %%xmm0\npxor %%xmm1, %%xmm1\npxor %%xmm2, %%xmm2\n"
                   "pxor %%xmm3, %%xmm3\npxor %%xmm4, %%xmm4\npxor %%xmm5, %%xmm5\n"
                   "pxor %%xmm6, %%xmm6\npxor %%xmm7, %%xmm7\npxor %%xmm8, %%xmm8\n"
                   "pxor %%xmm9, %%xmm9\npxor %%xmm10, %%xmm10\n"
                   "pxor %%xmm11, %%xmm11\npxor %%xmm12, %%xmm12\n"
                   "pxor %%xmm13, %%xmm13\npxor %%xmm14, %%xmm14\n"
                   "pxor %%xmm15, %%xmm15\n"
                   :
                   :
                   : FIRST_16);
}

static void
clear_registers (void)
{
  if (__builtin_cpu_supports ("avx512f"))
    clear_upper ();
  if (__builtin_cpu_supports ("avx"))
    clear_lower ();
  else
    clear_oldest ();
}

#else

static void
clear_registers (void)
{
}

#endif

/* Not part of its caller, whose own frame would grow by it. */
__attribute__ ((noinline)) static void
clear_stack (void)
{
  uint8_t room[STACK_BYTES];

  sodium_memzero (room, sizeof room);
}

void
vault_remains_clear (void)
{
  /* In this order: what is in the registers may be saved on the stack meanwhile. */
  clear_registers ();
  clear_stack ();
  clear_registers ();
}
