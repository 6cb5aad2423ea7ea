"""Puts the application together from its rooms: their blueprints, what they share, and what follows a write."""

from flask import Flask

from app import clock, compression, gate, jobs, language, navigation, operations, settings_page
from app.assets import Assets
from app.checklists import saying, words
from app.checklists.authoring.views import blueprint as authoring
from app.checklists.clauses import conflicts
from app.checklists.exchange.views import blueprint as exchange
from app.checklists.publishing.views import blueprint as publishing
from app.checklists.scenarios.views import blueprint as scenarios
from app.checklists.standards.views import blueprint as standards
from app.checklists.views import blueprint as checklists
from app.config import ROOT, Settings, read
from app.db import Databases
from app.hall import blueprint as hall
from app.intake.views import blueprint as intake
from app.notices.views import blueprint as notices
from app.org.views import blueprint as org
from app.pages import htmx
from app.people.views import blueprint as people
from app.photos.store import Store
from app.review.reconcile.views import blueprint as reconcile
from app.review.services.views import blueprint as services
from app.review.views import blueprint as review
from app.scoring.views import blueprint as scoring
from app.statics import Statics
from app.visits.desk.views import blueprint as planned
from app.visits.previews.views import blueprint as previews
from app.visits.views import blueprint as visits

BLUEPRINTS = (
    hall,
    operations.blueprint,
    settings_page.blueprint,
    people,
    org,
    checklists,
    authoring,
    publishing,
    exchange,
    scenarios,
    standards,
    visits,
    planned,
    previews,
    intake,
    review,
    services,
    reconcile,
    scoring,
    notices,
)


def build(settings: Settings | None = None) -> Flask:
    """The application on a migrated data folder."""
    settings = settings or read()
    clock.set_zone(settings.zone)
    app = Flask(
        "app",
        root_path=str(ROOT / "app"),
        template_folder=str(ROOT / "templates"),
        instance_path=str(settings.folder),
        static_folder=None,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["settings"] = settings
    app.extensions["databases"] = Databases(settings.database)
    app.extensions["photos"] = Store(settings.photos)
    htmx.init_app(app)
    language.install(app)
    assets = Assets()
    assets.install(app)
    app.jinja_env.filters.update(worded=words.worded, value_of=saying.said)
    app.jinja_env.globals["conflicts"] = conflicts
    app.jinja_env.globals.update(severity_names=words.SEVERITY_NAMES, approach_names=words.APPROACH_NAMES)
    compression.install(app)
    gate.install(app)
    navigation.install(app)
    operations.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.before_request(jobs.before_a_page)
    app.after_request(jobs.after_a_write)
    app.wsgi_app = Statics(app.wsgi_app, f"/static/{assets.build}/", assets.files)  # type: ignore[method-assign]
    return app
