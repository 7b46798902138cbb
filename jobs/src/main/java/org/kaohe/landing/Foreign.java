package org.kaohe.landing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.kaohe.config.Charsets;
import org.kaohe.config.Contract;
import org.kaohe.error.ErrorCode;

/** Forms of files that arrive where CSV is expected, and how each becomes CSV. */
enum Foreign {
  EXCEL(
      "an Excel workbook",
      "Open it and save it as CSV UTF-8.",
      "xlsx xlsm xlsb xls et ods",
      "D0CF11E0A1B11AE1"),
  WEB_PAGE(
      "a web page, which some systems call .xls",
      "Open it in Excel and save it as CSV UTF-8.",
      "htm html mht",
      ""),
  UTF_16(
      "UTF-16 text, which Excel calls Unicode text",
      "Save it as CSV UTF-8; or, if commas separate its fields, declare charset: UTF-16 in the"
          + " contract.",
      "",
      "FFFE FEFF 0000FEFF"),
  ARCHIVE(
      "an archive",
      "Unpack it, and put the CSV files that are in it here.",
      "zip gz tgz 7z rar tar bz2 xz zst",
      "504B0304 504B0506 1F8B 377ABCAF271C 526172211A07 FD377A585A00 28B52FFD 425A68??314159265359"),
  DOCUMENT(
      "a document for people to read",
      "Ask for the table as CSV UTF-8.",
      "doc docx wps pdf jpg jpeg png",
      "255044462D FFD8FF 89504E470D0A1A0A"),
  DATA(
      "data in another form than CSV (JSON, XML, Parquet or a database)",
      "Have it exported as CSV UTF-8.",
      "json jsonl xml parquet orc avro db sqlite mdb dbf",
      "5041523115 4F626A01 53514C69746520666F726D6174");

  /** Enough for a signature, and to see whether text is text. */
  private static final int HEAD = 1 << 13;

  /** A ZIP names its members at its end. */
  private static final int TAIL = 1 << 16;

  private final String what;
  private final String cure;
  private final String extensions;
  private final String signatures;

  /**
   * @param extensions of names, a blank between them
   * @param signatures first bytes in hex, a blank between them; {@code ?} is any digit
   */
  Foreign(String what, String cure, String extensions, String signatures) {
    this.what = what;
    this.cure = cure;
    this.extensions = extensions;
    this.signatures = signatures;
  }

  /** Names it: "it is an Excel workbook". */
  String what() {
    return "it is " + what;
  }

  /** Whether a contract asks for just this. */
  boolean expected(Contract contract) {
    return this == UTF_16 && Charsets.utf16(contract.charset());
  }

  Trouble trouble() {
    return Trouble.lasting(
        ErrorCode.NOT_CSV.code(),
        "The file is no CSV: %s, and only CSV is read. %s".formatted(what(), cure));
  }

  /** What the first bytes of a file say that it is; empty when it may be text. */
  static Optional<Foreign> of(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      byte[] head = new byte[(int) Math.min(size, HEAD)];
      Scan.fill(channel, 0, head, 0, head.length);
      Optional<Foreign> found = of(head, head);
      if (found.equals(Optional.of(ARCHIVE))) {
        byte[] tail = new byte[(int) Math.min(size, TAIL)];
        Scan.fill(channel, size - tail.length, tail, 0, tail.length);
        return of(head, tail);
      }
      return found;
    }
  }

  /**
   * What bytes say that they are.
   *
   * @param tail where a ZIP names its members
   */
  static Optional<Foreign> of(byte[] head, byte[] tail) {
    String hex = HexFormat.of().withUpperCase().formatHex(head, 0, Math.min(head.length, 32));
    for (Foreign form : values()) {
      if (words(form.signatures).anyMatch(s -> begins(hex, s))) {
        return Optional.of(form == ARCHIVE ? archive(tail) : form);
      }
    }
    return Optional.empty();
  }

  private static Stream<String> words(String text) {
    return Stream.of(text.split(" ")).filter(w -> !w.isEmpty());
  }

  private static boolean begins(String hex, String signature) {
    if (hex.length() < signature.length()) {
      return false;
    }
    for (int i = 0; i < signature.length(); i++) {
      if (signature.charAt(i) != '?' && signature.charAt(i) != hex.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Office files are ZIPs. */
  private static Foreign archive(byte[] tail) {
    String members = new String(tail, StandardCharsets.ISO_8859_1);
    if (members.contains("xl/") || members.contains("opendocument.spreadsheet")) {
      return EXCEL;
    }
    return members.contains("word/") ? DOCUMENT : ARCHIVE;
  }

  /** What text that is no delivery may be instead. */
  static Optional<Foreign> ofText(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.chars().filter(c -> c == 0).count() > text.length() / 8) {
      return Optional.of(UTF_16);
    }
    String begin = text.replace("ï»¿", "").strip().toLowerCase(Locale.ROOT);
    if (begin.startsWith("<")) {
      return Optional.of(
          begin.contains("<html") || begin.contains("<table") || begin.contains("<meta")
              ? WEB_PAGE
              : DATA);
    }
    return begin.startsWith("{") || begin.startsWith("[") || begin.startsWith("par1")
        ? Optional.of(DATA)
        : Optional.empty();
  }

  /** What a file's name says that it is. */
  static Optional<Foreign> ofName(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    for (Foreign form : values()) {
      if (words(form.extensions).anyMatch(extension::equals)) {
        return Optional.of(form);
      }
    }
    return Optional.empty();
  }

  /** Whether a name is that of a file with a table in it. */
  static boolean extension(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".csv") || ofName(name).isPresent();
  }
}
