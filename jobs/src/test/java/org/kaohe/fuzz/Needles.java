package org.kaohe.fuzz;

import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds planted values in bytes, in every form in which a program may have written them: other
 * charsets and what they look like when they are mistaken, hexadecimal, Base64, escapes of JSON,
 * pages and addresses, and with their blanks and hyphens gone.
 */
final class Needles {
  /** Bytes by which a form is found; what is shorter would be found by chance. */
  private static final int KEY = 6;

  private static final int FILTER_BITS = 20;
  private static final Charset GB18030 = Charset.forName("GB18030");
  private static final Pattern SEPARATORS = Pattern.compile("[\\s\\u3000\\u00A0-]");

  /** A value in one form. */
  private record Form(String label, byte[] bytes) {}

  private final Map<Long, List<Form>> forms = new HashMap<>();
  private final long[] filter = new long[1 << (FILTER_BITS - 6)];

  /**
   * Adds a value.
   *
   * @param label told when it is found
   */
  void add(String label, String value) {
    Set<String> texts = new LinkedHashSet<>();
    texts.add(value);
    String folded = Normalizer.normalize(value, Normalizer.Form.NFKC);
    texts.add(folded);
    texts.add(folded.toUpperCase(Locale.ROOT));
    texts.add(SEPARATORS.matcher(folded).replaceAll(""));
    texts.forEach(t -> everyForm(label, t));
  }

  private void everyForm(String label, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] gb = text.getBytes(GB18030);
    add(label, utf8);
    add(label, gb);
    add(label, text.getBytes(StandardCharsets.UTF_16LE));
    add(label, text.getBytes(StandardCharsets.UTF_16BE));
    HexFormat hex = HexFormat.of();
    for (byte[] bytes : List.of(utf8, gb)) {
      ascii(label, hex.formatHex(bytes));
      ascii(label, hex.withUpperCase().formatHex(bytes));
      base64(label, bytes);
      // What one charset looks like in the other.
      add(label, new String(bytes, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8));
    }
    add(label, new String(utf8, GB18030).getBytes(StandardCharsets.UTF_8));
    ascii(label, escaped(text, "\\u%04x", ""));
    ascii(label, escaped(text, "\\u%04X", ""));
    ascii(label, escaped(text, "&#x%x", ";"));
    ascii(label, escaped(text, "&#%d", ";"));
    ascii(label, URLEncoder.encode(text, StandardCharsets.UTF_8));
  }

  private static String escaped(String text, String form, String after) {
    StringBuilder escaped = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (c < 0x80) {
                escaped.append((char) c);
              } else {
                escaped.append(form.formatted(c)).append(after);
              }
            });
    return escaped.toString();
  }

  /** Base64 depends on where in the encoded bytes the value begins. */
  private void base64(String label, byte[] bytes) {
    for (int before = 0; before < 3; before++) {
      byte[] moved = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, moved, before, bytes.length);
      String text = Base64.getEncoder().withoutPadding().encodeToString(moved);
      // The first and last characters depend on the neighbours.
      int from = before == 0 ? 0 : before + 1;
      int to = moved.length % 3 == 0 ? text.length() : text.length() - 1;
      ascii(label, text.substring(from, to));
    }
  }

  private void ascii(String label, String text) {
    add(label, text.getBytes(StandardCharsets.US_ASCII));
  }

  private void add(String label, byte[] bytes) {
    if (bytes.length < KEY) {
      return;
    }
    long key = key(bytes, 0);
    List<Form> same = forms.computeIfAbsent(key, k -> new ArrayList<>());
    if (same.stream().noneMatch(f -> Arrays.equals(f.bytes, bytes))) {
      same.add(new Form(label, bytes));
      int slot = slot(key);
      filter[slot >>> 6] |= 1L << slot;
    }
  }

  /** Labels of the values that stand in the bytes. */
  Set<String> in(byte[] bytes) {
    Set<String> found = new LinkedHashSet<>();
    for (int at = 0; at + KEY <= bytes.length; at++) {
      long key = key(bytes, at);
      int slot = slot(key);
      if ((filter[slot >>> 6] & 1L << slot) == 0) {
        continue;
      }
      for (Form form : forms.getOrDefault(key, List.of())) {
        int end = at + form.bytes.length;
        if (end <= bytes.length
            && Arrays.equals(form.bytes, 0, form.bytes.length, bytes, at, end)) {
          found.add(form.label);
        }
      }
    }
    return found;
  }

  private static long key(byte[] bytes, int at) {
    long key = 0;
    for (int i = 0; i < KEY; i++) {
      key = (key << 8) | (bytes[at + i] & 0xFF);
    }
    return key;
  }

  private static int slot(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> (64 - FILTER_BITS));
  }
}
