#include <archive.h>
#include <archive_entry.h>
#ifdef __linux__
#include <malloc.h>
#endif

/* archive_set_error takes variable arguments, which Swift cannot pass. */
static inline void imgscan_set_error(struct archive *handle, const char *text) {
  archive_set_error(handle, -1, "%s", text);
}

/* The sum of a tar header's 512 bytes. Swift has no way to the one instruction that adds bytes. */
static inline unsigned imgscan_header_sum(const unsigned char *header) {
#ifdef __SSE2__
  typedef char bytes __attribute__((vector_size(16)));
  typedef long long words __attribute__((vector_size(16)));
  words sums = {0, 0};
  bytes zero = {0}, block;
  for (int at = 0; at < 512; at += 16) {
    __builtin_memcpy(&block, header + at, 16);
    sums += (words)__builtin_ia32_psadbw128(block, zero);
  }
  return (unsigned)(sums[0] + sums[1]);
#else
  unsigned sum = 0;
  for (int at = 0; at < 512; at++) sum += header[at];
  return sum;
#endif
}

/* Large blocks come from mmap and go back at once. Left alone, glibc raises this limit as blocks are freed, and a layer's
   entries stay resident after they are merged. */
static inline void imgscan_return_large_blocks(void) {
#ifdef M_MMAP_THRESHOLD
  mallopt(M_MMAP_THRESHOLD, 64 << 10);
#endif
}
