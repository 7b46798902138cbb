package org.kaohe.fuzz;

import static org.kaohe.fuzz.Mutator.Fate.EITHER;
import static org.kaohe.fuzz.Mutator.Fate.REFUSED;
import static org.kaohe.fuzz.Mutator.Fate.TAKEN;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.kaohe.fuzz.Mutator.Fate;

/** The text or its bytes are not those of a table in the declared charset. */
final class ByteMutators {
  static final List<Mutator> ALL = new ArrayList<>();

  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final String BOM = "\uFEFF";

  private ByteMutators() {}

  static {
    // Line ends.
    text("crlf", TAKEN, "Lines end in CR LF", t -> t.replace("\n", "\r\n"));
    text("cr-only", TAKEN, "Lines end in CR alone, as on old Macs", t -> t.replace("\n", "\r"));
    add("ends-mixed", EITHER, "Every line ends otherwise", ByteMutators::mixedEnds);
    text("lf-cr", EITHER, "Lines end in LF CR", t -> t.replace("\n", "\n\r"));
    text("cr-cr-lf", EITHER, "Lines end in CR CR LF", t -> t.replace("\n", "\r\r\n"));
    text("nel", EITHER, "Lines end in NEL, as on mainframes", t -> t.replace("\n", "\u0085"));
    text("line-separator", EITHER, "Lines end in U+2028", t -> t.replace("\n", "\u2028"));
    text(
        "last-end-missing", TAKEN, "The last line has no end", t -> t.substring(0, t.length() - 1));
    text("ends-many", TAKEN, "The file ends in blank lines", t -> t + "\n\n\r\n\n");
    text("blank-lines", TAKEN, "Blank lines between the rows", t -> t.replace("\n", "\n\n"));
    text("blank-first", EITHER, "The file begins with a blank line", t -> "\n\n" + t);
    text("control-z", EITHER, "The file ends in ^Z, as from DOS", t -> t + "\u001A");
    add(
        "header-no-end",
        TAKEN,
        "A header without a line end and nothing else",
        d -> {
          d.rows().subList(1, d.rows().size()).clear();
          d.text(t -> t.strip());
        });
    // Quotes and separators.
    text(
        "quoted-all",
        TAKEN,
        "Every cell in quotes",
        t -> "\"" + t.strip().replace(",", "\",\"").replace("\n", "\"\n\"") + "\"\n");
    add("quote-opened", EITHER, "A quote somewhere", d -> d.insert("\""));
    add(
        "quote-at-cell",
        EITHER,
        "A quote that opens a cell and never closes",
        d -> atCell(d, "\""));
    add("quote-closed-early", EITHER, "Text after the closing quote", d -> atCell(d, "\"好\""));
    add("quote-doubled", EITHER, "Two quotes somewhere", d -> d.insert("\"\""));
    add("quote-tripled", EITHER, "Three quotes at a cell", d -> atCell(d, "\"\"\""));
    add(
        "quotes-two-places",
        EITHER,
        "Quotes in two places",
        d -> {
          d.insert("\"");
          d.insert("\"");
        });
    text(
        "quote-header-end",
        EITHER,
        "An open quote in the last header",
        t -> t.substring(0, t.indexOf('\n')) + "\"" + t.substring(t.indexOf('\n')));
    text(
        "quote-header-cell",
        EITHER,
        "The last header cell opens a quote",
        ByteMutators::lastHeaderQuoted);
    text("quote-last", EITHER, "The last byte is a quote", t -> t + "\"");
    text("quotes-single", EITHER, "Single quotes", t -> t.replace(",", "','"));
    text("quotes-curly", EITHER, "Quotes of the input method", t -> t.replace(",", "”,“"));
    text("semicolons", REFUSED, "Semicolons separate", t -> t.replace(',', ';'));
    text("tabs", REFUSED, "Tabs separate", t -> t.replace(',', '\t'));
    text("pipes", REFUSED, "Bars separate", t -> t.replace(',', '|'));
    text("commas-full-width", REFUSED, "Full-width commas separate", t -> t.replace(',', '，'));
    text("sep-line", REFUSED, "Excel's sep= line in front", t -> "sep=,\n" + t);
    add(
        "separator-in-line",
        EITHER,
        "One line separates otherwise",
        ByteMutators::oneLineOtherwise);
    // Byte order marks.
    text("bom", TAKEN, "A byte order mark of the declared charset in front", t -> BOM + t);
    add(
        "bom-utf-8",
        EITHER,
        "UTF-8 with its mark, whatever was declared",
        d -> {
          d.text(t -> BOM + t);
          d.charset(StandardCharsets.UTF_8);
        });
    text("bom-twice", EITHER, "Two byte order marks in front", t -> BOM + BOM + t);
    text(
        "bom-each-line",
        EITHER,
        "A byte order mark before every line, of files joined",
        t -> BOM + t.replace("\n", "\n" + BOM));
    add("bom-anywhere", EITHER, "A byte order mark in the middle", d -> d.insert(BOM));
    bytes(
        "bom-utf16",
        REFUSED,
        "The mark of UTF-16 before other bytes",
        (d, b) -> Draft.joined(b, 0, hex("FFFE")));
    bytes("bom-only", REFUSED, "Nothing but a byte order mark", (d, b) -> hex("EFBBBF"));
    bytes(
        "bom-gb18030",
        EITHER,
        "The mark of GB18030",
        (d, b) -> Draft.joined(b, 0, hex("84319533")));
    // Charsets.
    add(
        "charset-swapped",
        EITHER,
        "UTF-8 for GB18030 or the other way round",
        d -> d.charset(d.template.charset().equals(GB18030) ? StandardCharsets.UTF_8 : GB18030));
    add(
        "utf-16-le",
        REFUSED,
        "UTF-16 as Windows calls Unicode",
        d -> {
          d.text(t -> BOM + t);
          d.charset(StandardCharsets.UTF_16LE);
        });
    add("utf-16-be", REFUSED, "UTF-16 of the other end", d -> d.charset(StandardCharsets.UTF_16));
    add("utf-16-bare", EITHER, "UTF-16 without a mark", d -> d.charset(StandardCharsets.UTF_16LE));
    add("utf-32", EITHER, "UTF-32", d -> d.charset(Charset.forName("UTF-32")));
    add("big5", EITHER, "Characters of Taiwan", d -> d.charset(Charset.forName("Big5")));
    add(
        "latin-1",
        EITHER,
        "Characters lost to question marks",
        d -> d.charset(StandardCharsets.ISO_8859_1));
    add("ebcdic", REFUSED, "Bytes of a mainframe", d -> d.charset(Charset.forName("IBM037")));
    add(
        "iso-2022",
        EITHER,
        "Charset by escape sequences",
        d -> d.charset(Charset.forName("ISO-2022-JP")));
    add(
        "charsets-mixed",
        EITHER,
        "Lines of both charsets in one file",
        ByteMutators::mixedCharsets);
    insert("overlong", "An overlong form of a slash", "C0AF");
    insert("surrogate-bytes", "A surrogate as three bytes", "EDA080");
    insert("beyond-unicode", "A code point beyond Unicode", "F4908080");
    insert("lead-byte", "Half a character", "E4B8");
    insert("byte-ff", "A byte that no charset has", "FF");
    insert("gb-lead", "Half a character of GB18030", "8130");
    insert("c1-control", "A control of eight bits", "C29B");
    insert("nul-bytes", "Zero bytes somewhere", "000000");
    insert("bell", "Bells and backspaces", "0708080808");
    // Damage.
    bytes("flipped-one", EITHER, "One bit flipped", (d, b) -> flipped(d, b, 1));
    bytes("flipped-many", EITHER, "Bytes flipped all over", (d, b) -> flipped(d, b, 20));
    bytes(
        "byte-lost",
        EITHER,
        "One byte lost",
        (d, b) -> {
          int at = d.random.nextInt(b.length);
          return Draft.joined(Arrays.copyOf(b, at), at, Arrays.copyOfRange(b, at + 1, b.length));
        });
    bytes(
        "truncated",
        EITHER,
        "The end is missing",
        (d, b) -> Arrays.copyOf(b, 1 + d.random.nextInt(b.length - 1)));
    bytes(
        "beginning-lost",
        EITHER,
        "The beginning is missing",
        (d, b) -> Arrays.copyOfRange(b, 1 + d.random.nextInt(b.length - 1), b.length));
    bytes("doubled", EITHER, "The whole file twice", (d, b) -> Draft.joined(b, b.length, b));
    bytes(
        "halves-swapped",
        EITHER,
        "The second half comes first",
        (d, b) ->
            Draft.joined(
                Arrays.copyOf(b, b.length / 2), 0, Arrays.copyOfRange(b, b.length / 2, b.length)));
    bytes("block-zeroed", EITHER, "A block of zero bytes, as after a crash", ByteMutators::zeroed);
    bytes("zeros-only", EITHER, "Nothing but zero bytes", (d, b) -> new byte[b.length]);
    bytes(
        "random",
        EITHER,
        "Noise",
        (d, b) -> {
          d.random.nextBytes(b);
          return b;
        });
    bytes("empty", REFUSED, "Nothing at all", (d, b) -> new byte[0]);
    bytes("line-end-only", REFUSED, "Nothing but a line end", (d, b) -> Draft.utf8("\n"));
    bytes("blanks-only", REFUSED, "Nothing but blanks", (d, b) -> Draft.utf8("   \n  \n"));
    bytes("commas-only", REFUSED, "Nothing but separators", (d, b) -> Draft.utf8(",,,,\n,,,,\n"));
    bytes("quote-only", REFUSED, "Nothing but a quote", (d, b) -> Draft.utf8("\""));
    bytes("cr-only-byte", REFUSED, "Nothing but a CR", (d, b) -> Draft.utf8("\r"));
    // Other formats under our name.
    bytes("zip", REFUSED, "Packed as zip", (d, b) -> zipped("data.csv", b));
    bytes(
        "xlsx",
        REFUSED,
        "A workbook, only renamed",
        (d, b) -> zipped("xl/workbook.xml", Draft.utf8("<workbook/>")));
    bytes("gz", REFUSED, "Packed as gz", (d, b) -> gzipped(b));
    bytes(
        "xls",
        REFUSED,
        "A workbook of the old kind",
        (d, b) -> Draft.joined(hex("D0CF11E0A1B11AE1"), 8, new byte[600]));
    bytes("json", REFUSED, "JSON", (d, b) -> Draft.utf8("[{\"县代码\": \"410327\"}]\n"));
    bytes("json-lines", REFUSED, "JSON by lines", (d, b) -> Draft.utf8("{\"a\": 1}\n{\"a\": 2}\n"));
    bytes(
        "html",
        REFUSED,
        "A page that calls itself a table",
        (d, b) -> Draft.utf8("<html><table><tr><td>县代码</td></tr></table></html>"));
    bytes(
        "login-page",
        REFUSED,
        "The login page of a portal",
        (d, b) -> Draft.utf8("<!DOCTYPE html>\n<title>登录</title>"));
    bytes("xml", REFUSED, "XML", (d, b) -> Draft.utf8("<?xml version=\"1.0\"?><a><b>1</b></a>"));
    bytes(
        "parquet",
        REFUSED,
        "Parquet",
        (d, b) -> Draft.joined(Draft.utf8("PAR1PAR1"), 4, new byte[40]));
    bytes("pdf", REFUSED, "PDF", (d, b) -> Draft.utf8("%PDF-1.4\n%âãÏÓ\n1 0 obj\n"));
    bytes("png", REFUSED, "A screenshot", (d, b) -> Draft.joined(hex("89504E470D0A1A0A"), 8, b));
    bytes(
        "sql-dump",
        REFUSED,
        "A dump of a database",
        (d, b) -> Draft.utf8("INSERT INTO t VALUES ('410327', 1);\n"));
    bytes(
        "link-in-git",
        REFUSED,
        "A pointer to the real file",
        (d, b) -> Draft.utf8("version https://git-lfs\noid sha256:0\n"));
  }

  private static void add(String name, Fate fate, String says, Consumer<Draft> change) {
    ALL.add(
        new Mutator(
            name,
            fate,
            says,
            d -> {
              change.accept(d);
              if (fate != TAKEN) {
                d.rowsUnknown();
              }
            }));
  }

  private static void text(
      String name, Fate fate, String says, java.util.function.UnaryOperator<String> change) {
    add(name, fate, says, d -> d.text(change));
  }

  private static void bytes(
      String name, Fate fate, String says, BiFunction<Draft, byte[], byte[]> change) {
    add(name, fate, says, d -> d.bytes(b -> change.apply(d, b.clone())));
  }

  private static void insert(String name, String says, String hex) {
    add(name, EITHER, says, d -> d.insert(hex(hex)));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static void atCell(Draft d, String what) {
    d.text(
        t -> {
          int comma = t.indexOf(',', d.random.nextInt(t.length() / 2));
          return t.substring(0, comma + 1) + what + t.substring(comma + 1);
        });
  }

  private static String lastHeaderQuoted(String text) {
    int comma = text.lastIndexOf(',', text.indexOf('\n'));
    return text.substring(0, comma + 1) + '"' + text.substring(comma + 1);
  }

  private static void mixedEnds(Draft d) {
    String[] ends = {"\n", "\r\n", "\r"};
    d.text(
        t -> {
          StringBuilder mixed = new StringBuilder();
          for (String line : Draft.lines(t)) {
            mixed.append(line, 0, line.length() - 1).append(ends[d.random.nextInt(ends.length)]);
          }
          return mixed.toString();
        });
  }

  private static void oneLineOtherwise(Draft d) {
    d.text(
        t -> {
          List<String> lines = Draft.lines(t);
          lines.set(1, lines.get(1).replace(',', ';'));
          return String.join("", lines);
        });
  }

  private static void mixedCharsets(Draft d) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int i = 0;
    for (String line : Draft.lines(d.text())) {
      out.writeBytes(line.getBytes(i++ % 2 == 0 ? d.template.charset() : other(d)));
    }
    d.bytes(b -> out.toByteArray());
  }

  private static Charset other(Draft d) {
    return d.template.charset().equals(GB18030) ? StandardCharsets.UTF_8 : GB18030;
  }

  private static byte[] flipped(Draft d, byte[] bytes, int times) {
    for (int i = 0; i < times; i++) {
      bytes[d.random.nextInt(bytes.length)] ^= (byte) (1 << d.random.nextInt(8));
    }
    return bytes;
  }

  private static byte[] zeroed(Draft d, byte[] bytes) {
    int from = d.random.nextInt(bytes.length);
    Arrays.fill(bytes, from, Math.min(bytes.length, from + 64), (byte) 0);
    return bytes;
  }

  private static byte[] zipped(String entry, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(content);
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] gzipped(byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
