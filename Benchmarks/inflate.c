/* inflate FILE OFFSET LENGTH [OFFSET LENGTH]...: inflates gzip members with zlib and throws the bytes away.
 * The floor for reading a gzip layer: what any reader that uses zlib has to pay. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { PIECE = 256 * 1024 };
static unsigned char input[PIECE], output[PIECE];

static int inflate_range(FILE *file, long long offset, long long length) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (fseeko(file, (off_t)offset, SEEK_SET) || inflateInit2(&stream, 15 + 16) != Z_OK) return 1;
  int result = Z_OK;
  while (length > 0 || stream.avail_in > 0) {
    if (stream.avail_in == 0) {
      size_t count = fread(input, 1, length < PIECE ? (size_t)length : PIECE, file);
      if (count == 0) return 1;
      length -= (long long)count;
      stream.next_in = input;
      stream.avail_in = (unsigned)count;
    }
    stream.next_out = output;
    stream.avail_out = PIECE;
    result = inflate(&stream, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
      if (stream.avail_in == 0 && length == 0) break;
      if (inflateReset(&stream) != Z_OK) return 1;
    } else if (result != Z_OK) {
      return 1;
    }
  }
  inflateEnd(&stream);
  return result != Z_STREAM_END;
}

int main(int count, char **words) {
  FILE *file = count > 1 ? fopen(words[1], "rb") : NULL;
  if (!file) return 2;
  for (int i = 2; i + 1 < count; i += 2)
    if (inflate_range(file, atoll(words[i]), atoll(words[i + 1]))) return 1;
  return 0;
}
