"""The rules about tests, documents, catalogues and hygiene show themselves on small trees."""
import contextlib
import io
import subprocess
import tempfile
import unittest
from pathlib import Path

import tidy
from checkout import CheckoutTest
from tree import Tree

ROOT_LIST = "enable_testing()\nadd_subdirectory(tests)\n"


class Tests(CheckoutTest):
    def cmake(self, text, root=ROOT_LIST, test="tests/shared/log/chain_test.cpp"):
        return {"CMakeLists.txt": root, "tests/CMakeLists.txt": text, test: ""}

    def test_a_test_that_no_list_names_is_told(self):
        message = "chain_test.cpp:1: this test is in no CMakeLists.txt"
        for text in ("add_executable(a b_test.cpp)", "# shared/log/chain_test.cpp",
                     "add_executable(a other/chain_test.cpp)", "file(GLOB a shared/*_test.cpp)",
                     "tests(model)\nfile(GLOB a shared/${box}/*_test.cpp)",
                     "file(GLOB_RECURSE a kiosk/*_test.cpp)",
                     "foreach(n row segment)\nadd_executable(${n} shared/log/${n}_test.cpp)"):
            with self.subTest(text=text):
                self.broken("tests", self.cmake(text), message)

    def test_a_list_that_the_root_does_not_reach_names_nothing(self):
        self.broken("tests", self.cmake("add_executable(a shared/log/chain_test.cpp)", root=""),
                    "never runs")

    def test_ways_to_name_a_test(self):
        for text in ("add_executable(a shared/log/chain_test.cpp)",
                     'add_executable(a "${CMAKE_CURRENT_SOURCE_DIR}/shared/log/chain_test.cpp")',
                     "add_executable(a ${PROJECT_SOURCE_DIR}/tests/shared/log/chain_test.cpp)",
                     "file(GLOB a CONFIGURE_DEPENDS shared/log/*_test.cpp)",
                     "file(GLOB_RECURSE a CONFIGURE_DEPENDS *_test.cpp)",
                     "tests(log)\nfile(GLOB a ${CMAKE_CURRENT_LIST_DIR}/shared/${box}/*_test.cpp)",
                     "tests(shared)\nfile(GLOB_RECURSE a ${PROJECT_SOURCE_DIR}/tests/${box}/*.cpp)",
                     "foreach(n row chain)\nadd_executable(${n} shared/log/${n}_test.cpp)"):
            with self.subTest(text=text):
                self.holds("tests", self.cmake(text))

    def test_lists_below_lists_are_followed(self):
        self.holds("tests", {
            "CMakeLists.txt": ROOT_LIST,
            "tests/CMakeLists.txt": "foreach(f sim shared)\nadd_subdirectory(${f})\nendforeach()",
            "tests/shared/CMakeLists.txt": "add_executable(a a_test.cpp)",
            "tests/shared/a_test.cpp": ""})


class Documents(CheckoutTest):
    def test_a_path_that_is_not_there_is_told_with_its_line(self):
        for text in ("see `shared/log/chain.cpp`", "[it](log/gone.h)", "`shared/log/chain.h:12`",
                     "`shared/log/row.{h,cpp}`", "`shared/log/*.proto`", "![x](x.png)",
                     "run `./tests/e2e/run --shots DIR`", '<img src="x.png">',
                     "`shared/model/NAME.h`", "`shared/log/PROTOCOL.md`"):
            with self.subTest(text=text):
                self.broken("documents", {"shared/README.md": f"# Log\n\n{text}\n",
                                          "shared/log/row.h": "", "shared/log/chain.h": ""},
                            "shared/README.md:3: ")

    def test_a_test_that_the_page_of_attacks_names_is_there(self):
        tests = {"tests/a_test.cpp": 'TEST_CASE("a forged badge "\n          "is none", "[a]") {}',
                 "tests/e2e/test_a.py": "def test_old_keys_open_nothing(self):"}
        good = '"a forged badge is none", `test_old_keys_open_nothing`'
        self.holds("documents", {**tests, "sync/SECURITY.md": good, "README.md": 'a "word"'})
        for gone in ('"a forged badge is one"', "`test_old_keys_open_everything`"):
            self.broken("documents", {**tests, "sync/SECURITY.md": f"\n{gone}"},
                        "SECURITY.md:2: there is no test")

    def test_what_is_there_and_what_is_no_path_passes(self):
        self.holds("documents", {
            "README.md": "`shared/log/row.h`, `shared/log/`, `shared/log/*.h`, [log](shared/log), "
                         "[row](shared/log/row.h#top \"the row\"), `shared/log/NAME.h`, "
                         "`shared/log/<box>.h`, `shared/log/{row,chain}.h`, `shared/log/….h`\n"
                         "[up](https://example.org/shared/x) `POST /sync/v1/exchange` "
                         "`KIOSK_DIR/kiosk/journal.db` `build/release/bin`\n"
                         "```\nshared/gone.h\n```\n[top](#top) and shared/gone.h in prose\n",
            "shared/README.md": "[row](log/row.h) [root](../README.md)",
            "shared/log/row.h": "", "shared/log/chain.h": ""})


HEADER = 'msgid ""\nmsgstr "Plural-Forms: nplurals=%d; plural=0;\\n"\n\n'
FORMS = {"ru": 3, "tt": 1, "ky": 2, "en": 2}


class Catalogues(CheckoutTest):
    def tree(self, code='text("verdict.ok"); plural("group.arrived", n);', **changed):
        files = {"kiosk/ui/screen.cpp": code}
        for language, forms in FORMS.items():
            text = HEADER % forms + 'msgid "verdict.ok"\nmsgstr ""\n"Go on"\n\n'
            text += 'msgid "group.arrived"\nmsgid_plural "group.arrived"\n'
            text += "".join(f'msgstr[{i}] "{{n}} came"\n' for i in range(forms))
            files[f"assets/locale/{language}.po"] = text
        for language, change in changed.items():
            files[f"assets/locale/{language}.po"] = change(files[f"assets/locale/{language}.po"])
        return files

    def test_four_full_catalogues_pass_and_none_are_no_fault(self):
        self.holds("catalogues", self.tree())
        self.holds("catalogues", {"kiosk/ui/screen.cpp": 'text("verdict.ok")'})

    def test_each_gap_is_told(self):
        gaps = [
            (dict(tt=lambda t: t.replace('"Go on"', '""')), "verdict.ok is empty"),
            (dict(ky=lambda t: t.replace('msgid "verdict', '#, fuzzy\nmsgid "verdict')), "fuzzy"),
            (dict(ru=lambda t: t.replace("msgstr[2]", "#~ msgstr[2]")), "has 2 forms, not 3"),
            (dict(tt=lambda t: t.replace("nplurals=1", "nplurals=2")), "must say nplurals=1"),
            (dict(en=lambda t: t + '\nmsgid "verdict.ok"\nmsgstr "x"\n'), "stands here twice"),
            (dict(ru=lambda t: t.replace("{n}", "{name}")), "asks for {name}"),
            (dict(ru=lambda t: t + "\nnonsense\n"), "is not gettext"),
        ]
        for change, message in gaps:
            with self.subTest(message):
                self.broken("catalogues", self.tree(**change), message)

    def test_a_key_that_one_catalogue_lacks_is_told(self):
        self.broken("catalogues", self.tree(ky=lambda t: t.split('msgid "group')[0]),
                    "ky.po:1: group.arrived is missing")

    def test_a_catalogue_that_is_not_there_is_told(self):
        files = self.tree()
        del files["assets/locale/tt.po"]
        self.broken("catalogues", files, "tt.po:1: this catalogue is missing")

    def test_keys_that_code_has_and_catalogues_have_not(self):
        use = 'text("verdict.ok"); plural("group.arrived", n);\n'
        for code, message in (('ui.text("verdict.no");', ":2: verdict.no is in no catalogue"),
                              ('text(\n"other.key");', ":3: other.key is in no catalogue"),
                              ('Row row{1, "verdict.nope"};', ":2: verdict.nope is in no"),
                              ('plural("verdict.ok", n);', ":2: verdict.ok is no plural")):
            with self.subTest(code):
                self.broken("catalogues", self.tree(use + code), message)
        self.holds("catalogues", self.tree(use + 'open("verdict.png"); // text("verdict.no")'))

    def test_keys_that_no_code_uses(self):
        self.broken("catalogues", self.tree('text("verdict.ok"); // plural("group.arrived")'),
                    "group.arrived is used nowhere")
        self.holds("catalogues", self.tree('Row rows[] = {{"verdict.ok"}, {"group.arrived"}};'))


class Pages(CheckoutTest):
    def tree(self, script, texts='{"error.title": "No", "date.months": ["1"], "a.b-c": "x"}'):
        return {"assets/web/texts.en.json": texts, "sync/central/web/src/page.ts": script}

    def test_texts_that_are_named_as_they_are_pass(self):
        self.holds("pages", self.tree(
            'text("error.title");\nfor (const m of all["date.months"]) n(m, \'a.b-c\');'))
        self.holds("pages", {"sync/central/web/src/page.ts": "text('a.b')"})

    def test_a_text_that_is_put_together_or_only_spoken_of_is_used_nowhere(self):
        rest = 'text("error.title", "date.months");'
        for use in ("", "text(`a.b-c`)", "text('a.' + 'b-c')", '// "a.b-c"'):
            self.broken("pages", self.tree(f"{rest} {use}"),
                        "texts.en.json:1: a.b-c is used nowhere")

    def test_a_text_that_is_not_there_is_told(self):
        rest = 'text("error.title", "date.months", "a.b-c");\n'
        for use, key in (('words.text("no.such")', "no.such"), ('["error.note"]', "error.note")):
            self.broken("pages", self.tree(rest + use), f"page.ts:2: {key} is no text of the pages")
        self.holds("pages", self.tree(rest + 'icon("error"); at("/error.title"); f("page.ts")'))


class Hygiene(CheckoutTest):
    def test_traces_are_told(self):
        slash = "/"
        for text in (f"cp {slash}root/x y", f'"{slash}home/me/x"', f"cd {slash}work/main",
                     "deb http://" + "deb." + "debian.org x", "https://registry" + ".npmjs.org/",
                     "made by Clau" + "de", "an L" + "LM", "AI-" + "generated", "Chat" + "GPT"):
            with self.subTest(text=text):
                self.broken("hygiene", {"kiosk/app/a.cpp": f"\n// {text}\n"}, "kiosk/app/a.cpp:2: ")

    def test_names_of_files_count_too(self):
        self.broken("hygiene", {"CLAU" + "DE.md": ""}, "must not stand here", "writer's tools")

    def test_what_only_looks_like_a_trace_passes(self):
        self.holds("hygiene", {"README.md": "llvmpipe, a user agent, /var/lib/otmetka, $HOME/x, "
                                            "https://example.org/home/x, ~/root.txt, paid",
                               "assets/icon.png": "\0" + "Clau" + "de", ".ci/run": "", "dev": ""})

    def test_the_top_holds_what_the_house_allows(self):
        self.broken("hygiene", {"notes.txt": "", "scripts/a.sh": "", "kiosk/a.h": ""},
                    "notes.txt:1: must not stand here", "scripts:1: must not stand here")


class Runner(unittest.TestCase):
    def run_tidy(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = tidy.main([str(argument) for argument in arguments])
        return status, out.getvalue() + err.getvalue()

    def test_status_and_count(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "notes.txt").write_text("")
            self.assertEqual(1, self.run_tidy("hygiene", folder)[0])
            self.assertIn("1 files, 1 problems", self.run_tidy("all", folder)[1])
            self.assertEqual(0, self.run_tidy("layers", folder)[0])
            self.assertEqual(2, self.run_tidy("nothing", folder)[0])

    def test_ignored_and_deleted_files_are_not_seen(self):
        with tempfile.TemporaryDirectory() as folder:
            git = ["git", "-C", folder]
            subprocess.run([*git, "init", "-q"], check=True)
            for name, text in ((".gitignore", "/build/\n"), ("a.h", ""), ("gone.h", "")):
                Path(folder, name).write_text(text)
            subprocess.run([*git, "add", "."], check=True)
            Path(folder, "gone.h").unlink()
            Path(folder, "build").mkdir()
            Path(folder, "build", "made.h").write_text("")
            Path(folder, "new.h").write_text("")
            self.assertEqual([".gitignore", "a.h", "new.h"], Tree(folder).files)


if __name__ == "__main__":
    unittest.main()
