#include <archive.h>
#include <archive_entry.h>
#ifdef __linux__
#include <malloc.h>
#endif

/* archive_set_error takes variable arguments, which Swift cannot pass. */
static inline void imgscan_set_error(struct archive *handle, const char *text) {
  archive_set_error(handle, -1, "%s", text);
}

/* Large blocks come from mmap and go back at once. Left alone, glibc raises this limit as blocks are freed, and a layer's
   entries stay resident after they are merged. */
static inline void imgscan_return_large_blocks(void) {
#ifdef M_MMAP_THRESHOLD
  mallopt(M_MMAP_THRESHOLD, 64 << 10);
#endif
}
