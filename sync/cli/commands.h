// sync/cli/commands.h - one function a command of `otmetka`. Results go to stdout, reasons to
// stderr; the value is the exit code.
#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <memory>

#include "shared/seam/clock.h"
#include "shared/seam/random.h"

namespace otmetka {

/// What every command has: time and randomness, made when the arguments are known.
struct Environment {
  int64_t clock_offset_s = 0;
  std::unique_ptr<Clock> clock;
  std::unique_ptr<Random> random;
};

using Command = std::function<int(Environment&)>;

/// Each adds its subcommand and, when that was given, sets `chosen`.
void add_package_command(CLI::App& app, Command& chosen);
void add_programme_command(CLI::App& app, Command& chosen);
void add_badge_command(CLI::App& app, Command& chosen);
void add_staff_command(CLI::App& app, Command& chosen);
void add_device_command(CLI::App& app, Command& chosen);
void add_enrol_code_command(CLI::App& app, Command& chosen);
void add_enrol_command(CLI::App& app, Command& chosen);
void add_checkin_command(CLI::App& app, Command& chosen);
void add_assign_command(CLI::App& app, Command& chosen);
void add_facts_command(CLI::App& app, Command& chosen);
void add_log_command(CLI::App& app, Command& chosen);
void add_key_command(CLI::App& app, Command& chosen);
void add_alarm_command(CLI::App& app, Command& chosen);
void add_doctor_command(CLI::App& app, Command& chosen);
void add_backup_command(CLI::App& app, Command& chosen);
void add_restore_command(CLI::App& app, Command& chosen);
void add_erase_command(CLI::App& app, Command& chosen);
void add_status_command(CLI::App& app, Command& chosen);

}  // namespace otmetka
