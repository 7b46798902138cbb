package org.kaohe.landing;

import java.util.Optional;

/** What stands in the way of opening what lies in a landing folder, and what removes it. */
final class Obstacle {
  private Obstacle() {}

  /** Of a kind; empty for a file. */
  static Optional<Trouble> of(Listing.Kind kind) {
    return Optional.ofNullable(
        switch (kind) {
          case FILE -> null;
          case GONE -> Trouble.passing("it vanished after it was listed");
          case CLOSED ->
              new Trouble(
                  "K3111",
                  "The folder can't be looked into, so whatever was delivered there is not read."
                      + " Let the user that runs kaohe list and enter it. It is tried again next"
                      + " time.",
                  true);
          case NO_FOLDER ->
              Trouble.lasting(
                  "K3112",
                  "Deliveries are looked for in a folder of this name, and it is no folder. Move it"
                      + " away and make the folder.");
          case FOLDER ->
              Trouble.lasting(
                  "K3113",
                  "It is a folder, named like a file, and only files are read. Move the files that"
                      + " are in it here.");
          case LINK_OUT ->
              Trouble.lasting(
                  "K3114",
                  "The link leaves the landing folder, and only what lies in that is read. Copy the"
                      + " file itself here.");
          case LINK_BROKEN ->
              new Trouble(
                  "K3124",
                  "The link leads nowhere. Mend it, or copy the file itself here. It is tried again"
                      + " next time.",
                  true);
          case SPECIAL ->
              Trouble.lasting(
                  "K3125",
                  "It is a pipe, a socket or a device, and opening it could wait for ever. Remove"
                      + " it, and put a file here.");
        });
  }
}
