// tests/sim/world.h - a whole system from one seed in one process: kiosk boxes, an office, the
// network between them, visitors, and everything that goes wrong. Then the faults end, and what
// visitors were shown must be at central, once.
//
// Only four things are not the product's own code here: disks, network, clocks and chance. What is
// checked at the end is compared with the chronicle, which is plain data written down at each scan.
#pragma once
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "sync/programme/package.h"
#include "tests/sim/machine.h"

namespace otmetka::sim {

/// Share of a box's steps in which each happens. A step is about three minutes of one box.
struct Mix {
  double power_cut = 0.012, power_cut_soon = 0.02, kiosk_restart = 0.01, daemon_restart = 0.01;
  double disk_error = 0.015, disk_full = 0.006, clock_jump = 0.01;
  double own_segments_lost = 0.004, receipts_lost = 0.004, mirror_damaged = 0.006;
  double clone = 0.002, older_disk = 0.002, moved = 0.004;
  double office_cut = 0.01, office_cut_soon = 0.015, office_restart = 0.01, office_error = 0.01;
  double office_full = 0.003, office_older = 0, office_backup = 0.01, office_restored = 0,
         erasure = 0.004, new_programme = 0.006, badge_revoked = 0.004, old_request = 0.02;
  double scope_key = 0, badge_key = 0, sign_key = 0, device_key = 0;  // others follow them
};

struct WorldOptions {
  size_t kiosks = 3;
  Mix mix;
  Climate climate;
  bool faults = true;
  size_t people = 40;
};
/// Each kind of fault is absent from every second world and stronger or weaker in the others, so
/// that none hides another.
WorldOptions any_options(uint64_t seed);

/// A badge on paper. It keeps its person whatever happens to central's disk.
struct PaperBadge {
  std::string cohort;
  uint64_t person = 0;
  std::string name, code;
  bool revoked = false;
};

class World {
 public:
  World(uint64_t seed, const WorldOptions& options);
  ~World();

  /// Lives through so much true time.
  void run(int64_t seconds);
  /// No faults from here on: everything has power and room, the network carries.
  void heal();
  /// Exchanges until nobody has anything more to say; how long that may take is part of the
  /// promise.
  void settle();
  /// After settle(): every promise that the sources of both ends can be held to.
  void check();
  /// The office says that the cohort is over: from now on kiosks are to forget it.
  void end_cohort();
  /// As check(), by tests/checker over the raw bytes of all disks.
  void check_by_other_eyes();

  /// A fresh box; kN goes to the N-th venue.
  Machine& add_machine(const std::string& name);
  // One act each, for scenarios. False: it failed, which faults may do at any time.
  bool enrol(Machine& machine);
  bool scan(Machine& machine, const PaperBadge& badge);
  bool walk_in(Machine& machine);
  bool assign(Machine& machine, const std::string& venue);
  bool exchange(Machine& machine);
  /// It goes on with another signing key; again with the same code, if that was begun before.
  bool renew_key(Machine& machine);
  void scan_nothing(Machine& machine);  // what is no badge of ours
  Machine& clone_of(Machine& machine);
  /// Switches on what is down and can be; sees that nothing promised was lost when the office comes
  /// back.
  void keep_up(Machine& machine);
  void keep_office_up();

  /// A scenario has put back its disk, or the office's: alarms about it are no false ones.
  void put_back(Machine& machine) { copied_.insert(machine.identity()->device); }
  void put_back_office() { office_was_put_back_ = true; }

  const std::vector<PaperBadge>& badges() const { return badges_; }
  Machine& machine(size_t at) { return *machines_[at]; }
  size_t machines() const { return machines_.size(); }
  Office& office() { return office_; }
  Wire& wire() { return wire_; }
  TrueTime& time() { return time_; }
  Chronicle& chronicle() { return chronicle_; }
  double device_hours() const { return device_hours_; }

  struct Image {
    TrueTime time;
    Office::Image office;
    std::vector<Machine::Image> machines;
    std::vector<Shown> shown;
    std::vector<Unsure> unsure;
    std::vector<PaperBadge> walk_ins;
    std::map<Wire::Place, Wire::Promise> promised;
  };
  /// Of a world at rest: everything that outlives its processes.
  Image image() const;
  void load(const Image& image);

 private:
  // What may happen, each with its own share (world_events.cpp).
  struct Chance;
  static const std::vector<Chance>& box_events();
  static const std::vector<Chance>& office_events();
  void cut_power(Machine& machine);
  void cut_power_soon(Machine& machine);
  void restart_kiosk(Machine& machine);
  void restart_daemon(Machine& machine);
  void fail_disk_soon(Machine& machine);
  void fill_disk(Machine& machine);
  void jump_clock(Machine& machine);
  void lose_own_segments(Machine& machine);
  void lose_receipts(Machine& machine);
  void damage_mirror(Machine& machine);
  void clone(Machine& machine);
  void put_older_disk(Machine& machine);
  void move_somewhere(Machine& machine);
  void cut_office(Machine& machine);
  void cut_office_soon(Machine& machine);
  void restart_office(Machine& machine);
  void fail_office_disk_soon(Machine& machine);
  void fill_office_disk(Machine& machine);
  void put_older_office(Machine& machine);
  void back_up_office(Machine& machine);
  void restore_office(Machine& machine);
  void erase_somebody(Machine& machine);
  void begin_anew(const Office::Image& image);
  void publish_more(Machine& machine);
  void revoke_badge(Machine& machine);
  void repeat_old_request(Machine& machine);
  void rotate_scope_key(Machine& machine);
  void rotate_badge_key(Machine& machine);
  void rotate_sign_key(Machine& machine);
  void rotate_device_key(Machine& machine);

  /// Who is to be erased; `lost`: nobody has ever heard of them.
  struct Erased {
    std::string cohort;
    Subject who;
    std::string name;
    bool said = false, lost = false;
  };
  void begin_erasure(const Erased& erased);
  void go_on_erasing();
  bool is_erased(const std::string& name) const;
  bool over_ = false;

  void step();
  void visitors(Machine& machine);
  void keep_result(Machine& machine, const PaperBadge& badge, const ScanResult& result);
  void settle_power(Machine& machine);
  int64_t wrong_clock();

  bool publish();
  void print_badges();

  // Checks (world_check.cpp).
  struct CentralRow;
  std::vector<CentralRow> central_rows();
  void check_promises();
  void check_archived();
  void check_shown(const std::vector<CentralRow>& rows);
  void check_nothing_else(const std::vector<CentralRow>& rows);
  void check_repeats(const std::vector<CentralRow>& rows);
  void check_folds(const std::vector<CentralRow>& rows);
  void check_times();
  void check_chains();
  void check_journal_chain(Machine& machine);
  void check_rosters();
  void check_photos(Machine& machine, const CohortEntry& ours, const CohortEntry& theirs);
  void check_numbers();
  void check_texts();
  void check_alarms();
  void check_erased();
  void check_ended();
  void check_nowhere(const Hash& text);

  // Order matters: what is below is told of by what is above.
  TrueTime time_;
  Chronicle chronicle_{time_};
  test::Seeded random_;
  WorldOptions options_;
  Office office_;
  Wire wire_{office_, time_, chronicle_};
  std::vector<std::unique_ptr<Machine>> machines_;
  std::vector<Machine::Image> older_disks_;  // by machine; of some time ago
  std::optional<Office::Image> older_office_;
  bool disks_were_lost_ = false;
  std::set<DeviceId> copied_;  // boxes whose disk was in the world twice, or put back
  bool office_was_put_back_ = false, badge_key_rotated_ = false;
  Package package_;
  std::vector<PaperBadge> badges_;
  std::vector<PaperBadge> walk_ins_;  // their texts, by the hash that their row names
  std::vector<Erased> erased_;
  bool office_is_full_ = false;
  int64_t office_down_until_ms_ = 0;
  double device_hours_ = 0;
};

/// 6 sessions in 3 venues on the day on which the world begins.
Package small_programme(size_t people);
/// One venue more, whose badges the kiosks of the other programme do not know.
Package other_programme();
inline constexpr int64_t first_day = 20'414;  // 2025-11-22
/// Somebody new, and a session at every second call.
void add_to_programme(Package& package, uint64_t chance);

}  // namespace otmetka::sim
