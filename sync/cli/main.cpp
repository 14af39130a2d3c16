// otmetka: the operator's command line.
#include <exception>

#include "shared/store/version.h"
#include "sync/cli/arguments.h"
#include "sync/cli/commands.h"

int main(int argc, char** argv) {
  using namespace otmetka;
  CLI::App app(
      "Otmetka: attendance kiosks that need no network. Commands for kiosks and for the central "
      "office.");
  app.set_version_flag("--version", std::string(software_version));
  app.require_subcommand(1);
  app.fallthrough();
  Environment environment;
  app.add_option("--clock-offset", environment.clock_offset_s,
                 "seconds to shift the wall clock by, for rehearsals and tests");
  Command chosen;
  for (const auto add :
       {add_package_command, add_programme_command, add_badge_command, add_staff_command,
        add_device_command, add_enrol_code_command, add_enrol_command, add_checkin_command,
        add_assign_command, add_facts_command, add_log_command, add_backup_command,
        add_restore_command, add_erase_command, add_status_command, add_doctor_command,
        add_key_command, add_alarm_command}) {
    add(app, chosen);
  }
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  environment.clock = system_clock(environment.clock_offset_s);
  environment.random = system_random();
  try {
    return finished(chosen(environment));
  } catch (const std::exception& thrown) {  // of a library: no memory, text that is none
    return told(fail(Failure::bad_input, thrown.what()));
  }
}
