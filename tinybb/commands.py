"""Commands, for whoever runs the forum."""

import re

import click
from sqlalchemy import select

from .accounts import make_account, named, problems_of_account
from .database import database
from .models import Account, Board, Post, Topic
from .passwords import give_password, hashed, problems_of

PEOPLE = {"ann": "administrator", "mia": "moderator", "bob": "member"}
BOARDS = {
    "tea": ("Tea", "Leaves, water, and how long."),
    "elsewhere": ("Elsewhere", "Whatever is not tea."),
}
TALK = {
    "How long for green tea?": [
        ("bob", "Two minutes, or three? The packet says **five**."),
        ("ann", "> The packet says **five**.\n\nThe packet sells tea. *Two.*"),
        ("mia", "And 70 °C:\n\n```\nif water.boils():\n    wait(minutes=4)\n```"),
    ],
    "A pot for one": [("mia", "Which one do you have?\n\n- clay\n- glass\n- iron")],
}


def init_app(app):
    for command in (migrate, account, board, demo):
        app.cli.command(command.__name__)(command)


def migrate():
    """Make the tables, or bring them up to date."""
    click.echo("\n".join(database.migrate()) or "The tables are up to date.")


def need_tables():
    if database.is_behind():
        raise click.ClickException("The tables are not there yet: see migrate.")


@click.argument("name")
@click.argument("role", type=click.Choice(["administrator", "moderator", "member"]))
@click.option("--email", prompt=True)
@click.password_option()
def account(name, role, email, password):
    """Make an account, or give one another role and a new password."""
    need_tables()
    for problem in (problems_of_account(name, email) | problems_of(password)).values():
        raise click.BadParameter(problem)
    new = hashed(password)
    found = named(name) or make_account(name, email, new)
    found.role, found.email, found.banned = role, email, None
    give_password(found, new)
    database.session.commit()
    click.echo(f"{found.name} is {role} now.")


@click.argument("slug")
@click.argument("name")
@click.argument("about", default="")
def board(slug, name, about):
    """Make a board, or give one another name."""
    need_tables()
    if not re.fullmatch("[a-z0-9-]+", slug):
        raise click.BadParameter("Small letters, digits and - make an address.")
    found = database.session.scalar(select(Board).where(Board.slug == slug))
    if found is None:
        found = Board(slug=slug)
        database.session.add(found)
    found.name, found.about = name, about
    database.session.commit()
    click.echo(f"{name} is at /b/{slug}/.")


def demo():
    """Fill an empty forum with people whose password is "tea for two"."""
    need_tables()
    if database.session.scalar(select(Account)) or database.session.scalar(
        select(Board)
    ):
        raise click.ClickException("There is something in this forum already.")
    password = hashed("tea for two")
    people = {
        name: Account(
            name=name, email=f"{name}@tea.example", password=password, role=role
        )
        for name, role in PEOPLE.items()
    }
    tea, elsewhere = (Board(slug=s, name=n, about=a) for s, (n, a) in BOARDS.items())
    database.session.add_all([*people.values(), tea, elsewhere])
    for title, posts in TALK.items():
        topic = Topic(board=tea, account=people[posts[0][0]], title=title)
        for number, (name, text) in enumerate(posts):
            form = f"demo {title} {number}"
            post = Post(topic=topic, account=people[name], text=text, form=form)
            database.session.add(post)
    database.session.commit()
    click.echo("ann is an administrator, mia a moderator, bob a member.")
