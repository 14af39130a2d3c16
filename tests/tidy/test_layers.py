"""The rules of layers show themselves on small trees."""
import unittest

from checkout import CheckoutTest

# Where a file stands, and what it must not say there.
REFUSED = [
    ("shared/base/a.h", '#include "shared/seam/b.h"', "shared/base must not include shared/seam"),
    ("shared/crypto/a.h", '#include "shared/text/b.h"', "must not include shared/text"),
    ("shared/model/a.h", '#include "shared/log/b.h"', "must not include shared/log"),
    ("shared/log/a.h", '#  include "shared/store/b.h"', "must not include shared/store"),
    ("shared/misc/a.h", '#include "shared/base/b.h"', "shared/misc is no box"),
    ("shared/store/a.h", '#include "kiosk/app/b.h"', "shared/ must not include kiosk/"),
    ("shared/store/a.h", '#include <sync/exchange/b.h>', "shared/ must not include sync/"),
    ("kiosk/ui/a.cpp", '#include "sync/exchange/b.h"', "kiosk/ must not include sync/"),
    ("sync/cli/a.cpp", '#include "kiosk/app/b.h"', "sync/ must not include kiosk/"),
    ("kiosk/app/a.cpp", '#include "tests/sim/b.h"', "kiosk/ must not include tests/"),
    ("shared/log/a.cpp", '#include "row.h"', "does not start at the root"),
    ("shared/log/a.cpp", '#include "../base/b.h"', "climbs"),
    ("sync/daemon/a.cpp", "#include <sqlite3.h>", "<sqlite3.h> is known to shared/store/*"),
    ("sync/daemon/a.cpp", "#include <curl/curl.h>", "is known to sync/daemon/*transport*"),
    ("kiosk/ui/a.cpp", "#include <GLFW/glfw3.h>", "is known to kiosk/platform/*"),
    ("kiosk/app/a.cpp", "#include <imgui.h>", "is known to kiosk/ui/*"),
    ("kiosk/device/a.cpp", "#include <backends/imgui_impl_glfw.h>", "is known to kiosk/ui/*"),
    ("sync/central/api.cpp", "#include <boost/beast/core.hpp>", "sync/central/*listener*"),
    ("sync/central/store_sqlite.cpp", "#include <boost/asio.hpp>", "sync/central/*listener*"),
    ("sync/central/store_sqlite.cpp", "#include <libpq-fe.h>", "*postgres*"),
    ("sync/central/health.cpp", "#include <prometheus/registry.h>", "sync/central/metrics.cpp"),
    ("shared/model/a.cpp", "#include <thread>", "must not touch threads"),
    ("shared/log/a.cpp", "#include <mutex>", "must not touch threads"),
    ("sync/exchange/a.cpp", "#include <fstream>", "must not touch files"),
    ("kiosk/app/a.cpp", "#include <sys/socket.h>", "must not touch sockets"),
    ("kiosk/app/a.cpp", "#include <sys/stat.h>", "must not touch the operating system"),
    ("shared/model/a.cpp", "auto t = std::chrono::steady_clock::now();", "touch a clock"),
    ("shared/model/a.cpp", "auto t = time(nullptr);", "touch a clock"),
    ("sync/exchange/a.cpp", "std::thread t;", "touch threads"),
    ("sync/exchange/a.cpp", "int f() { return ::socket(1, 2, 3); }", "touch sockets"),
    ("shared/log/a.cpp", 'auto f = std::fopen("x", "r");', "touch files"),
    ("shared/log/a.cpp", "int f() { return rand(); }", "touch chance"),
    ("shared/log/a.cpp", "std::random_device d;", "touch chance"),
    ("shared/log/a.cpp", "#define DICE rand()", "touch chance"),
    ("kiosk/app/a.cpp", "void f() { std::this_thread::sleep_for(x); }", "touch sleep"),
]
TAKEN = [
    ("shared/store/a.h", '#include "shared/log/b.h"\n#include <sqlite3.h>'),
    ("shared/model/a.h", '#include "shared/crypto/b.h"\n#include "shared/model/c.h"'),
    ("kiosk/ui/a.cpp", '#include "shared/text/b.h"\n#include "kiosk/app/c.h"\n#include <imgui.h>'),
    ("kiosk/platform/window.cpp", "#include <GLFW/glfw3.h>\n#include <imgui_impl_glfw.h>"),
    ("sync/daemon/http_transport.cpp", "#include <curl/curl.h>"),
    ("sync/central/listener.cpp", "#include <boost/beast.hpp>\n#include <boost/asio/ssl.hpp>"),
    ("sync/central/store_sqlite.cpp", "#include <sqlite3.h>"),
    ("sync/central/store_postgres.cpp", "#include <libpq-fe.h>"),
    ("sync/central/metrics.cpp", "#include <prometheus/registry.h>"),
    ("tests/sim/a.cpp", '#include "kiosk/app/b.h"\n#include "sync/exchange/c.h"'),
    ("shared/seam/clock.cpp", "auto t = std::chrono::system_clock::now();\n#include <thread>"),
    # Not said at all: a comment, a text, a neighbour of the word.
    ("shared/model/a.cpp", "// never rand() or std::thread\n/* #include <thread> */"),
    ("shared/model/b.cpp", 'auto t = "std::thread"; auto u = R"(\n#include <mutex>\n)";'),
    ("shared/model/c.cpp", "auto s = clock.wall_s(); grand(1); x.socket(2); runtime(0);"),
    ("shared/log/payload.pb.h", "#include <mutex>"),
]


class Layers(CheckoutTest):
    def test_a_file_that_says_what_its_place_forbids_is_named(self):
        for path, text, message in REFUSED:
            with self.subTest(path=path, text=text):
                self.broken("layers", {path: f"// first\n{text}\n"}, f"{path}:2: ")
                self.broken("layers", {path: text}, message)

    def test_what_the_arrows_allow_passes(self):
        for path, text in TAKEN:
            with self.subTest(path=path, text=text):
                self.holds("layers", {path: text})


if __name__ == "__main__":
    unittest.main()
