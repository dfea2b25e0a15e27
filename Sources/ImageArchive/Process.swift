import CArchive
import Glibc

/// Sets what reading archives needs of the whole process. Call it once, before any thread.
public func prepareProcessForArchives() {
  // In the C locale libarchive gives no path at all for some non-ASCII names: an entry lost is a way around the scanner.
  setlocale(LC_CTYPE, "C.UTF-8")
  imgscan_return_large_blocks()
}
