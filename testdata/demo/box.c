/* The only program of the demo image: what it does depends on the name it is called by, as with busybox.
 *
 * It does the little that the RUN steps of Dockerfile.app need (sh -c, chmod, chown, mkdir, rm) and nothing under any
 * other name. No C library, so that a copy of it is about four kilobytes. Linux on x86-64 only. */

typedef unsigned long word;

enum { SYS_write = 1, SYS_stat = 4, SYS_fork = 57, SYS_exit = 60, SYS_wait4 = 61, SYS_mkdir = 83,
       SYS_unlink = 87, SYS_chmod = 90, SYS_chown = 92 };

static long call(long number, word a, word b, word c, word d) {
  long result;
  register word r10 __asm__("r10") = d;
  __asm__ volatile("syscall" : "=a"(result) : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10) : "rcx", "r11", "memory");
  return result;
}

static int same(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

static word length(const char *text) {
  word n = 0;
  while (text[n]) n++;
  return n;
}

static void say(const char *text) { call(SYS_write, 2, (word)text, length(text), 0); }

static const char *base_name(const char *path) {
  const char *name = path;
  for (; *path; path++)
    if (*path == '/') name = path + 1;
  return name;
}

static word number(const char **text, word base) {
  word n = 0;
  while (**text >= '0' && **text <= '9') n = n * base + (word)(*(*text)++ - '0');
  return n;
}

/* chmod 0755 FILE and chmod a-s FILE */
static int change_mode(const char *mode, const char *path) {
  unsigned status[36]; /* struct stat of x86-64: the mode is its seventh 32-bit word */
  if (!same(mode, "a-s")) return call(SYS_chmod, (word)path, number(&mode, 8), 0, 0) != 0;
  if (call(SYS_stat, (word)path, (word)status, 0, 0)) return 1;
  return call(SYS_chmod, (word)path, status[6] & 01777, 0, 0) != 0;
}

static int change_owner(const char *owner, const char *path) {
  word user = number(&owner, 10);
  if (*owner == ':') owner++;
  return call(SYS_chown, (word)path, user, number(&owner, 10), 0) != 0;
}

static int applet(int count, char **words);

/* One command: this very program under another name. */
static int run(int count, char **words) {
  long child = call(SYS_fork, 0, 0, 0, 0);
  int status = 0;
  if (child == 0) call(SYS_exit, (word)applet(count, words), 0, 0, 0);
  if (child < 0 || call(SYS_wait4, (word)child, (word)&status, 0, 0) < 0) return 1;
  return status ? 1 : 0;
}

/* sh -c 'WORDS && WORDS': no quotes, no variables. */
static int shell(char *text) {
  char *words[32];
  int count = 0;
  for (;;) {
    while (*text == ' ') text++;
    char *word_start = text;
    while (*text && *text != ' ') text++;
    int is_last = !*text;
    if (!is_last) *text++ = 0;
    int is_and = same(word_start, "&&");
    if (!is_and && *word_start && count < 31) words[count++] = word_start;
    if (is_and || is_last) {
      words[count] = 0;
      if (count && run(count, words)) return 1;
      count = 0;
    }
    if (is_last) return 0;
  }
}

static int applet(int count, char **words) {
  const char *name = base_name(words[0]);
  int failed = 0;
  if (same(name, "sh") && count == 3 && same(words[1], "-c")) return shell(words[2]);
  if (same(name, "mkdir"))
    for (int i = 1; i < count; i++) failed |= call(SYS_mkdir, (word)words[i], 0755, 0, 0) != 0;
  else if (same(name, "rm"))
    for (int i = 1; i < count; i++) failed |= call(SYS_unlink, (word)words[i], 0, 0, 0) != 0;
  else if (same(name, "chmod") && count > 2)
    for (int i = 2; i < count; i++) failed |= change_mode(words[1], words[i]);
  else if (same(name, "chown") && count > 2)
    for (int i = 2; i < count; i++) failed |= change_owner(words[1], words[i]);
  else {
    say(name);
    say(": a stand-in of the demo image, it does nothing\n");
    return 127;
  }
  return failed;
}

__attribute__((used)) static void start(word *stack) {
  call(SYS_exit, (word)applet((int)stack[0], (char **)(stack + 1)), 0, 0, 0);
}

__asm__(".globl _start\n_start: mov %rsp, %rdi\n and $-16, %rsp\n call start\n");
