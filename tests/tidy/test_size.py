"""Files and functions that are too long show themselves; what only looks long does not."""
import textwrap
import unittest

import cpp
import functions_cpp
import functions_script
from checkout import CheckoutTest


def cpp_functions(text):
    code = cpp.Source(textwrap.dedent(text)).plain_code()
    return [(f.name, f.first, f.last) for f in functions_cpp.functions(code)]


def script_functions(text):
    found = functions_script.script_functions(textwrap.dedent(text))
    return [(f.name, f.first, f.last) for f in found]


def lines(count, line="  step();\n"):
    return line * count


class Length(CheckoutTest):
    def test_the_last_line_that_fits_and_the_first_that_does_not(self):
        fits = "void f() {\n" + lines(68) + "}\n"
        self.holds("size", {"kiosk/app/a.cpp": fits})
        self.broken("size", {"kiosk/app/a.cpp": "// why\n" + fits.replace("\n}", "\n  more();\n}")},
                    "kiosk/app/a.cpp:2: f has 71 lines")
        self.holds("size", {"kiosk/app/a.h": lines(500, "int a;\n")})
        self.broken("size", {"kiosk/app/a.h": lines(501, "int a;\n")}, "501 lines")

    def test_each_language_is_measured(self):
        python = "def f():\n" + lines(70, "    step()\n")
        script = "export function f(): void {\n" + lines(70) + "}\n"
        self.broken("size", {"tests/checker/a.py": python}, "f has 71 lines")
        self.broken("size", {"tests/e2e/run": "#!/usr/bin/env python3\n" + python}, "f has 71")
        self.broken("size", {"sync/central/web/a.ts": script}, "f has 72 lines")
        self.broken("size", {"sync/central/web/a.js": script.replace(": void", "")}, "f has 72")
        self.holds("size", {"tests/e2e/notes": python, "assets/a.txt": lines(900)})

    def test_generated_code_may_be_long(self):
        self.holds("size", {"shared/model/payload.pb.h": lines(900, "int a;\n"),
                            "shared/model/generated/table.h": lines(900, "int a;\n")})

    def test_what_cannot_be_read_is_said(self):
        self.broken("size", {"kiosk/app/a.cpp": "void f() {\n  if (x) {\n}\n"}, "a.cpp:1: this")
        self.broken("size", {"kiosk/app/a.cpp": "int a;\n}\n"}, "a.cpp:2: this brace")
        self.broken("size", {"tests/a.py": "def f(:\n"}, "not readable as Python")


class CppFunctions(unittest.TestCase):
    def test_scopes_are_walked_into(self):
        self.assertEqual([("f", 3, 5), ("B", 9, 9), ("g", 11, 13)], cpp_functions("""\
            namespace a {
            namespace {
            template <class T = int, int N = (1 > 0)>
            [[nodiscard]] static auto f(T t) -> std::vector<T> {
            }
            }
            extern "C" {
            struct alignas(8) B : public C<int> { public:
              ~B() override {}
             private:
              int g() const noexcept
              {
              }
              int rows_[2] = {1, 2};
            };
            enum class D : int { one, two };
            } }
            """))

    def test_member_initialisers_are_no_bodies(self):
        self.assertEqual([("A", 1, 4)], cpp_functions("""\
            A::A(int a) noexcept(false)
                : Base<int>{a}, b_{1, {2}},
                  c_(3), d_{} {
            }
            """))

    def test_initialisers_and_tables_are_walked_into_for_their_lambdas(self):
        self.assertEqual([("lambda", 3, 4), ("lambda", 6, 6), ("lambda", 7, 9)], cpp_functions("""\
            const Row rows[] = {
                {1, f(2), {3}},
                {4, [](int a) mutable -> int {
                }},
            };
            auto a = [&] { return b[c]; };
            Suite s("x", {1}, [](const A& a) {
              for (;;) {}
            });
            int d[]{1, 2};
            concept E = requires(T t) { t.x(); };
            """))

    def test_a_function_counts_once_with_all_that_is_in_it(self):
        self.assertEqual([("operator==", 1, 6), ("TEST_CASE", 7, 9)], cpp_functions("""\
            bool A::operator==(const A& b) const {
              struct C { int d() { return 1; } };
              auto e = [] { return 1; };
              switch (b) { case 1: {} }
              return true;
            }
            TEST_CASE("a sentence with a } in it", "[x]") {
              const auto text = R"raw(}}} " // )raw"; char c = '}'; int n = 1'000'000; // }
            }
            """))

    def test_directives_and_the_other_branch_are_passed_over(self):
        self.assertEqual([("f", 5, 11)], cpp_functions("""\
            #define OPEN(x) \\
              if (x) { \\
                y();
            #include <a>
            int f() {
            #ifdef A
              if (a) {
            #else
              if (b) {
            #endif
              } }
            """))


class ScriptFunctions(unittest.TestCase):
    def test_functions_arrows_and_methods(self):
        self.assertEqual([("load", 1, 3), ("render", 4, 5), ("size", 8, 8), ("read", 9, 11),
                          ("handler", 14, 14), ("arrow function", 17, 18)], script_functions("""\
            export async function load(row: { a: number }): Promise<{ b: string }> {
              return `} ${x.map((y) => `${y}}`)} {`;
            }
            const render = (row: Row): string => {
            }
            class Board extends Base {
              private rows: Row[] = []
              get size() { return /[/}]"/.test("'") ? 1 / 2 : 3 } // don't {
              read(): { a: number } {
                if (x) { y() } else { z() }
              }
            }
            const table = { a: 1,
              handler(event: Event) { go(event) },
            }
            if (a) { b() } else { c() }
            page.addEventListener("click", () => {
            })
            """))

    def test_a_group_of_tests_is_no_function(self):
        self.assertEqual([("arrow function", 2, 3), ("arrow function", 4, 4)], script_functions("""\
            describe("board", () => {
              it("counts", async () => {
              });
              it("forgets", () => {});
            });
            """))

    def test_strings_are_found_and_what_only_looks_like_one_is_not(self):
        text = """const a = "x.y"; // "no"\n/* 'no' */ f('z', `no ${g("inner")}`, /"no"/.test(a))"""
        self.assertEqual([("x.y", 1), ("z", 2)], functions_script.script_literals(text))

    def test_python(self):
        found = functions_script.python_functions(
            "class A:\n  def b(self):\n    def c():\n      pass\n\n    return c\n"
            "async def d(): pass\n")
        self.assertEqual([("b", 2, 6), ("d", 7, 7)], [(f.name, f.first, f.last) for f in found])


if __name__ == "__main__":
    unittest.main()
