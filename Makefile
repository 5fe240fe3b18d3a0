# The Backprop Kata. `make help` lists the targets; each is a thin call of `python -m grader`,
# after .venv has been set up. Works with GNU make 3.81 (macOS) and later.

.DEFAULT_GOAL := status

# What the caller's shell may carry and an environment of its own must not see.
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH PYTHONOPTIMIZE PYTHONINSPECT
unexport VIRTUAL_ENV PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV

# Code runs outside the sandbox where this very command line says so, never by what a shell carries.
ifneq ($(origin DEBUG),command line)
override DEBUG :=
endif

# Values reach the shell as they are, through the environment: nothing in them is run.
VALUES := N LEVEL YES DEBUG SEED SEEDS WRONG ROUNDS SUBMISSION DATA NAMES ROWS TRACK HTML JSON \
	REPOSITORY FILE SUBMISSIONS OUT JOBS ONLY RESUME WAIVE CLUSTER BUGS REVEAL MATHS LIST \
	PRESET MINUTES FORM NAME AGAIN EXAMINER PLAIN QUICK JUDGE PYTHON
$(foreach name,$(VALUES),$(if $(value $(name)),\
	$(eval override $(name) := $$(value $(name)))$(eval export $(name)),\
	$(eval unexport $(name))))

# $(call option,SEED,seed) is --seed="$SEED" if SEED is given; $(call flag,DEBUG,debug) is --debug
# if DEBUG is 1.
option = $${$(1):+--$(2)="$$$(1)"}
flag = $(if $(filter 1 yes true,$($(1))),--$(2))

# Last, after --: an N such as --all is a wrong number, never an option.
exercise = $${N:+-- "$$N"}
seed = $(call option,SEED,seed)

KATA := .venv/bin/python -m grader

.PHONY: help status today statement test-exercise watch hint solution reset reset-all undo undo-all diff debug
status:           .venv/.ready; @$(KATA) status
test-exercise:    .venv/.ready; @$(KATA) test $(call option,SUBMISSION,submission) $(seed) \
	$(call option,DATA,data) $(call option,NAMES,names) $(call option,ROWS,rows) \
	$(call option,HTML,html) $(call option,JSON,json) $(call flag,DEBUG,debug) $(exercise)
today:            .venv/.ready; @$(KATA) today $(call option,JSON,json)
statement:        .venv/.ready; @$(KATA) statement $(call flag,MATHS,maths) $(exercise)
watch:            .venv/.ready; @$(KATA) watch $(seed) $(exercise)
hint:             .venv/.ready; @$(KATA) hint $(call option,LEVEL,level) $(exercise)
solution:         .venv/.ready; @$(KATA) solution $(call flag,YES,yes) $(exercise)
reset:            .venv/.ready; @$(KATA) reset $(exercise)
reset-all:        .venv/.ready; @$(KATA) reset --all $(call flag,YES,yes)
undo:             .venv/.ready; @$(KATA) undo $(call flag,LIST,list) $(exercise)
undo-all:         .venv/.ready; @$(KATA) undo --all
diff:             .venv/.ready; @$(KATA) diff $(exercise)
debug:            .venv/.ready; @$(KATA) debug $(seed) $(exercise)

.PHONY: hunt hunt-check
hunt:             .venv/.ready; @$(KATA) hunt --out="$${OUT:-hunt}" $(call option,TRACK,track) \
	$(call option,BUGS,bugs) $(seed) $(call option,N,exercise)
hunt-check:       .venv/.ready; @$(KATA) hunt --check="$${OUT:-hunt}" $(call option,JSON,json) \
	$(call flag,REVEAL,reveal)

.PHONY: interview interview-status interview-discard examiner history
interview:        .venv/.ready; @$(KATA) interview $(call option,PRESET,preset) \
	$(call option,MINUTES,minutes) $(seed) $(call option,FORM,form) $(call option,NAME,name) \
	$(call flag,AGAIN,again) \
	$(call flag,EXAMINER,examiner) $(call flag,PLAIN,plain)
interview-status: .venv/.ready; @$(KATA) interview --status
interview-discard: .venv/.ready; @$(KATA) interview --discard $(call flag,YES,yes)
examiner:         .venv/.ready; @$(KATA) examiner $(call option,PRESET,preset) $(seed)
history:          .venv/.ready; @$(KATA) history $(call option,HTML,html)

.PHONY: grade grade-all gradescope workflow data
grade:            .venv/.ready; @$(KATA) grade $(call option,SUBMISSION,submission) $(seed) \
	$(call option,DATA,data) $(call option,NAMES,names) $(call option,TRACK,track) \
	$(call option,HTML,html) $(call option,JSON,json)
grade-all:        .venv/.ready; @$(KATA) cohort $(call option,OUT,out) $(call option,JOBS,jobs) \
	$(seed) $(call option,DATA,data) $(call option,TRACK,track) $(call option,ONLY,only) \
	$(call option,WAIVE,waive) $(call flag,RESUME,resume) $(call option,CLUSTER,cluster) \
	$${SUBMISSIONS:+-- "$$SUBMISSIONS"}
gradescope:       .venv/.ready; @$(KATA) gradescope $(call option,OUT,out) $(call option,TRACK,track)
workflow:         .venv/.ready; @$(KATA) workflow $(call option,OUT,out) $(call option,TRACK,track) \
	-- "$$REPOSITORY"
data:             .venv/.ready; @$(KATA) data

.PHONY: test check prove mutants attack doctor bench compare record stubs tables clean
test:             .venv/.ready; @.venv/bin/python -m pytest \
	-n auto --dist loadscope -rfER grader/tests
prove:            .venv/.ready; @$(KATA) prove $(seed) $(call option,SEEDS,seeds) \
	$(call option,WRONG,wrong) $(call option,JSON,json) $(exercise)
mutants:          .venv/.ready; @$(KATA) mutants $(exercise)
attack:           .venv/.ready; @$(KATA) attack $(seed) $(call option,ROUNDS,rounds)
doctor:           .venv/.ready; @$(KATA) doctor
bench:            .venv/.ready; @$(KATA) bench $(call flag,QUICK,quick) $(call flag,JUDGE,judge)
compare:          .venv/.ready; @$(KATA) compare
record:           .venv/.ready; @$(KATA) record $(call option,FILE,file) \
	$(call option,SEEDS,seeds) $(seed) $(call option,JSON,json)
stubs:            .venv/.ready; @$(KATA) stubs
tables:           .venv/.ready; @$(KATA) tables

# The references find each other by bare names; each mistakes.py is a run of its own, because
# their module names are the same.
mypy = MYPYPATH=$(subst $() ,:,$(wildcard solutions/*)) .venv/bin/python -m mypy --no-error-summary
check:            .venv/.ready-dev
	@.venv/bin/python -m ruff check --quiet .
	@.venv/bin/python -m ruff format --check --quiet .
	@$(mypy) grader data $(wildcard exercises/*/test_*.py) \
		$(filter-out %mistakes.py,$(wildcard solutions/*/*.py solutions/*/gallery/*.py))
	@for mistakes in solutions/*/*mistakes.py; do $(mypy) "$$mistakes" || exit 1; done
	@$(KATA) stubs --check
	@$(KATA) tables --check
	@$(KATA) wording

clean:
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build *.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up. The stamp is remade when the pins are newer than it, and when .venv has been moved,
# copied, or left by its Python, which a file's date does not tell.
interpreter := '$(subst ','\'',$(if $(PYTHON),$(PYTHON),.venv/bin/python))'
ifneq ($(shell $(interpreter) -I -S grader/bootstrap.py --ready 2>/dev/null),ready)
.PHONY: .venv/.ready
endif

# Takes the first Python that the pinned wheels are made for (3.11 to 3.14), else any newer one.
.venv/.ready: requirements.txt
	@set -- python3 python3.14 python3.13 python3.12 python3.11 python \
		"$$(uv python find '>=3.11' 2>/dev/null)"; \
	test -z "$$PYTHON" || set -- "$$PYTHON"; \
	for newest in 14 99; do for python do \
		"$$python" -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $$newest))" \
			2>/dev/null && exec "$$python" -I grader/bootstrap.py; \
	done; done; \
	found=$$("$$1" -V 2>&1) || found='not there'; \
	echo "set-up: Python 3.11 or newer is needed, and $$1 is $$found: install one, or name it," \
		"as in make PYTHON=/path/to/python3.11" >&2; exit 2

.venv/.ready-dev: requirements-dev.txt .venv/.ready
	@.venv/bin/python -I grader/bootstrap.py --dev

.DEFAULT: ; $(error There is no target $@: make help lists them all)

define HELP
Practise
  make                      where you stand and what comes next (make status)
  make test-exercise N=4    judge your exercise 4   [SEED=7: that run again]
                            [DEBUG=1: in-process, so that breakpoint() works]
                            [HTML=page.html: with what each line gave]
                            [SUBMISSION=dir DATA=embedded JSON=result.json]
                            [a finale: ROWS=1000 to practise, NAMES=list.txt]
  make today                what is due: half an hour, each from a fresh stub
  make watch [N=4]          judge again at every save
  make statement N=4        the task, without the maths   [MATHS=1: with]
  make hint N=4 [LEVEL=2]   a hint: a question, a direction, the key line
  make debug N=4            step into your code with the last failing input
  make diff N=4             your module next to the reference
  make solution N=4         the reference, explained   [YES=1: do not ask]
  make reset N=4            a fresh stub; reset-all: for all exercises [YES=1]
  make undo N=4             restore your code after a reset [LIST=1]; undo-all

Find bugs
  make hunt                 find the bugs in a broken network
                            [N=5 BUGS=4 SEED=7 TRACK=layers OUT=hunt]
  make hunt-check [REVEAL=1]  what you repaired, and which properties still fail

Be timed
  make interview            [PRESET= MINUTES= SEED= EXAMINER=1 PLAIN=1 NAME=]
                            [FORM=blind: only your own tests tell you]
                            [AGAIN=1: the same set again, to compare]
  make interview-status     how much time is left
  make interview-discard    drop the unfinished or last interview [YES=1]
  make examiner [PRESET=]   what to ask next, with answers: a second terminal
  make history              your practice, past interviews and their trend
                            [HTML=history.html: as a page]

Grade others
  make grade                all exercises and the finale, with a scoreboard
                            [SUBMISSION=dir TRACK=core|layers|autograd|gpt|all]
                            [DATA=mnist|embedded|auto SEED=7]
                            [HTML=report.html JSON=result.json]
  make grade-all SUBMISSIONS=dir   a class: every folder and archive in dir
                            [TRACK= ONLY=1,2 OUT=dir JOBS=2 RESUME=1 WAIVE=test
                            CLUSTER=tls://host:8786]
  make gradescope           the zip that Gradescope takes as its autograder
  make workflow REPOSITORY=course/kata   a GitHub workflow that grades pushes
  make data                 download MNIST, checked, into data/

Read and maintain
  make test                 the project's own tests (never your exercises)
  make check                style, types, wording, stubs in step
  make prove [N=4 SEEDS=20] every listed mistake is caught, references pass
  make prove WRONG=DIR [N=4] are the wrong modules in DIR refused, and named?
  make mutants [N=4]        every one-edit slip of the right modules is refused
  make attack [ROUNDS=1]    hostile submissions get no mark
  make doctor               what this machine has: Python, sandbox, data
  make bench, compare       how fast it is; next to PyTorch
  make record FILE=mine.py  a module for exercise 8 on all of MNIST, in one
                            line to compare   [SEEDS=10 SEED=7 JSON=-]
  make stubs, tables        write stubs and the READMEs' tables again
  make clean                remove .venv and caches, never your work

Python: .venv is set up by the first command. PYTHON=/path/to/python3.12 names
another. make exits with 2 on any failure; .venv/bin/python -m grader says more.
endef
help:
	@: $(info $(HELP))
