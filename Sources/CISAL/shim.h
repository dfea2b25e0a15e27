#include <isa-l/igzip_lib.h>
#include <isa-l/isal_api.h>
#include <stdlib.h>

#if ISAL_VERSION < ISAL_MAKE_VERSION(2, 32, 1)
#error "ISA-L before 2.32.1 can overrun a buffer of its own"
#endif

/* A gzip inflater of ISA-L. The state is 90 KB with arrays that Swift would take for tuples, so it stays in C. */
struct imgscan_isal {
  struct inflate_state state;
  struct isal_gzip_header header;
  int has_header;
};

/* What a step did. */
struct imgscan_isal_step {
  size_t consumed;
  size_t produced;
  /* An ISAL_ code of igzip_lib.h; negative for an error. */
  int status;
  int ends_member;
};

/* A status of our own: a header with flags that RFC 1952 reserves. */
#define IMGSCAN_ISAL_RESERVED_FLAGS -100

static inline void imgscan_isal_start_member(struct imgscan_isal *inflater) {
  isal_inflate_reset(&inflater->state);
  /* The header is read by a call of its own: isal_inflate forgets its flags where it is cut. The trailer is checked. */
  inflater->state.crc_flag = ISAL_GZIP_NO_HDR_VER;
  isal_gzip_header_init(&inflater->header);
  inflater->has_header = 0;
}

/* NULL when there is no memory. */
static inline struct imgscan_isal *imgscan_isal_make(void) {
  struct imgscan_isal *made = (struct imgscan_isal *)calloc(1, sizeof(struct imgscan_isal));
  if (made) {
    isal_inflate_init(&made->state);
    imgscan_isal_start_member(made);
  }
  return made;
}

static inline void imgscan_isal_free(struct imgscan_isal *inflater) { free(inflater); }

/* ISA-L leaves the upper halves of the AVX registers in use; each SSE instruction after it then waits for them. */
static inline void imgscan_isal_clean_registers(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx")) __asm__ volatile("vzeroupper" ::: "memory");
#endif
}

static inline struct imgscan_isal_step imgscan_isal_inflate(
    struct imgscan_isal *inflater, const void *input, uint32_t input_count, void *output, uint32_t output_count) {
  struct inflate_state *state = &inflater->state;
  struct imgscan_isal_step step = {0, 0, ISAL_DECOMP_OK, 0};
  state->next_in = (uint8_t *)input;
  state->avail_in = input_count;
  state->next_out = (uint8_t *)output;
  state->avail_out = output_count;
  if (!inflater->has_header) {
    step.status = isal_read_gzip_header(state, &inflater->header);
    if (step.status >= 0 && inflater->header.flags & 0xE0) step.status = IMGSCAN_ISAL_RESERVED_FLAGS;
    inflater->has_header = step.status == ISAL_DECOMP_OK;
  }
  if (inflater->has_header) {
    step.status = isal_inflate(state);
    step.ends_member = step.status >= 0 && state->block_state == ISAL_BLOCK_FINISH;
  }
  imgscan_isal_clean_registers();
  /* Where the data are damaged, ISA-L may count a byte more than there was. */
  step.consumed = state->avail_in <= input_count ? input_count - state->avail_in : input_count;
  step.produced = state->avail_out <= output_count ? output_count - state->avail_out : 0;
  return step;
}
