// What the leak sanitizer should not tell: fontconfig 2.14 loses a pattern, once, when it reads its
// own configuration.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig.so\n"; }
