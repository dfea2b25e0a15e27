/* SHA256_Init and its like are called old by OpenSSL 3; what replaces them starts all of libcrypto first, which takes longer
   than to judge a small image. They compute the same, as fast. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
